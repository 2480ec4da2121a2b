import { useCallback, useLayoutEffect, useRef, type RefObject } from "react";

type Seen = { id: string; top: number };

const rowsOf = (box: HTMLElement): HTMLElement[] => [
  ...box.querySelectorAll<HTMLElement>("[data-id]"),
];

/**
 * Keeps the rows a person is looking at where they are when the list changes above them. At the very top new rows
 * come into view, unless the pointer or the keyboard is in the list: nothing moves away under a hand.
 */
export function useSteadyScroll(rows: readonly unknown[]): {
  box: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
} {
  const box = useRef<HTMLDivElement>(null);
  const seen = useRef<Seen[]>([]);

  const remember = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const { top, bottom } = element.getBoundingClientRect();
    seen.current = rowsOf(element)
      .map((row) => ({ id: row.dataset["id"] ?? "", box: row.getBoundingClientRect() }))
      .filter((row) => row.box.bottom > top && row.box.top < bottom)
      .map((row) => ({ id: row.id, top: row.box.top - top }));
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || rows.length === 0) {
      seen.current = [];
      return;
    }
    const busy = element.matches(":hover") || element.contains(document.activeElement);
    if (element.scrollTop > 0 || busy) {
      const now = new Map(rowsOf(element).map((row) => [row.dataset["id"], row]));
      const anchor = seen.current.find(({ id }) => now.has(id));
      const row = anchor && now.get(anchor.id);
      if (anchor && row)
        element.scrollTop +=
          row.getBoundingClientRect().top - element.getBoundingClientRect().top - anchor.top;
    }
    remember();
  }, [rows, remember]);

  return { box, onScroll: remember };
}
