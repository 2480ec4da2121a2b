import type { SearchHit } from "@gezhi/contract/search.ts";
import { useNavigate } from "@tanstack/react-router";
import { Input, type InputRef, Modal } from "antd";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import { HitGroups } from "./HitGroups.tsx";
import { PhoneForm } from "./PhoneForm.tsx";
import { isWholePhone, looksLikePhone, useSearch } from "./search-queries.ts";
import { targetOf } from "./search-targets.ts";

const settleMs = 120;

/** What is typed, once the hand rests: not every letter is worth a question. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(settled);
}

export function SearchBox({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { screens } = useMe();
  const navigate = useNavigate();
  const listId = useId();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const q = useSettled(typed.trim());
  const { data, error, isFetching } = useSearch(q);
  const phone = looksLikePhone(typed.trim());
  const groups = q && !phone ? (data?.groups ?? []) : [];
  const hits = groups.flatMap((group) => group.hits);
  const at = Math.min(chosen, Math.max(0, hits.length - 1));
  const current = hits[at];
  const optionId = (hit: SearchHit) => `${listId}-${hit.kind}-${hit.id}`;

  function open(hit: SearchHit): void {
    onClose();
    void navigate(targetOf(screens, hit));
  }
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && current) open(current);
    else if (event.key === "ArrowDown") setChosen(hits.length ? (at + 1) % hits.length : 0);
    else if (event.key === "ArrowUp")
      setChosen(hits.length ? (at + hits.length - 1) % hits.length : 0);
    else return;
    event.preventDefault();
  }
  const settled = q === typed.trim() && !isFetching;
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={t("search.title")}
      width={680}
      style={{ top: 64 }}
      destroyOnHidden
      afterOpenChange={(shown) => shown && input.current?.focus()}
    >
      <Input
        ref={input}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by a key, to type into
        autoFocus
        allowClear
        size="large"
        maxLength={60}
        autoComplete="off"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input that leads a list is a combobox
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(current ? { "aria-activedescendant": optionId(current) } : {})}
        placeholder={t("search.placeholder")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={press}
      />
      <output className="search-said">
        {!typed.trim() && t("search.start")}
        {error && !phone && t("search.failed", { reason: error.message })}
        {q && !phone && settled && hits.length > 0 && t("search.count", { n: hits.length })}
      </output>
      {phone && isWholePhone(typed.trim()) && (
        <PhoneForm phone={typed.trim()} onOpen={open} key={typed.trim()} />
      )}
      <HitGroups
        id={listId}
        groups={groups}
        chosen={current}
        optionId={optionId}
        onOpen={open}
        onPoint={(hit) => setChosen(hits.indexOf(hit))}
      />
      {q && !phone && settled && !error && hits.length === 0 && (
        <p className="search-none">
          {t("search.none", { q })} <span>{t("search.noneHint")}</span>
        </p>
      )}
      <p className="search-hint">{t("search.hint")}</p>
    </Modal>
  );
}
