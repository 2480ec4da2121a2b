import type { SearchAnswer, SearchHit } from "@gezhi/contract/search.ts";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";

type Props = {
  id: string;
  groups: SearchAnswer["groups"];
  chosen: SearchHit | undefined;
  optionId: (hit: SearchHit) => string;
  onOpen: (hit: SearchHit) => void;
  onPoint: (hit: SearchHit) => void;
};

/** The keyboard stays in the box: the list is led from there. */
export function HitGroups({ id, groups, chosen, optionId, onOpen, onPoint }: Props) {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no datalist shows two lines and a group
    <div id={id} role="listbox" aria-label={t("search.title")} className="search-list">
      {groups.map(({ kind, hits, more }) => (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- within a listbox
        <div key={kind} role="group" aria-label={t(`search.kinds.${kind}`)}>
          <div className="search-kind" aria-hidden>
            {t(`search.kinds.${kind}`)}
            {more && <span>{t("search.more")}</span>}
          </div>
          {hits.map((hit) => (
            <Hit
              key={hit.id}
              id={optionId(hit)}
              hit={hit}
              chosen={hit === chosen}
              onOpen={onOpen}
              onPoint={onPoint}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

type HitProps = {
  id: string;
  hit: SearchHit;
  chosen: boolean;
  onOpen: (hit: SearchHit) => void;
  onPoint: (hit: SearchHit) => void;
};

function Hit({ id, hit, chosen, onOpen, onPoint }: HitProps) {
  const { t } = useTranslation();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  // That the name fits is seen.
  const matched = hit.matched === "name" ? undefined : t(`search.matched.${hit.matched}`);
  return (
    // The keys of an option are those of its box: it takes no focus of its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={row}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      aria-selected={chosen}
      className="search-hit"
      onClick={() => onOpen(hit)}
      onMouseMove={() => !chosen && onPoint(hit)}
    >
      <span className="search-hit-title">{hit.title}</span>
      <span className="search-hit-where">{hit.where}</span>
      <span className="search-hit-line">
        {hit.urgency && <UrgencyTag urgency={hit.urgency} />}
        {hit.status && <StatusTag status={hit.status} />}
        {hit.line}
      </span>
      {matched && <span className="search-hit-matched">{matched}</span>}
    </div>
  );
}
