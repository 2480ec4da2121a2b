import { SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchBox } from "./SearchBox.tsx";
import "./search.css";

/** Ctrl K opens the box anywhere, also while someone types; / where no page uses it for a list of its own. */
export function SearchTool() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const typing = target?.closest("input, textarea, select, [contenteditable], [role=combobox]");
    const asked = control
      ? event.key.toLowerCase() === "k" && !event.shiftKey
      : event.key === "/" && !typing;
    if (!asked) return;
    event.preventDefault();
    setOpen(true);
  });
  useEffect(() => {
    // A page that takes / for its own list hears it first.
    const listen = (event: KeyboardEvent) => press(event);
    document.defaultView?.addEventListener("keydown", listen);
    return () => document.defaultView?.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <Button
        type="text"
        icon={<SearchOutlined aria-hidden />}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen(true)}
      >
        {t("search.open")} <kbd className="search-key">Ctrl K</kbd>
      </Button>
      {open && <SearchBox onClose={() => setOpen(false)} />}
    </>
  );
}
