import { useEffect, useEffectEvent } from "react";

/** Single keys for the whole page; never while someone types, a dialogue is open or a modifier is held. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const typing = target?.closest(
      "input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox]",
    );
    if (typing && event.key !== "Escape") return;
    if (dialogueIsOpen()) return;
    if (event.key === "Enter" && target?.closest("button, a, summary")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    if (typing) target?.blur();
    else act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** One that was closed stays in the document, out of sight. */
const dialogueIsOpen = (): boolean =>
  [...document.querySelectorAll("[role=dialog]:not(.ant-popover), .ant-modal-wrap")].some(
    (element) => element.checkVisibility(),
  );
