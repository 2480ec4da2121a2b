import type { KeyboardEvent } from "react";

/** Ctrl+Enter sends. Enter in one line of a form confirms a date or a choice, and does not send what is not finished. */
export const submitKeys =
  (submit: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      submit();
    } else if (event.target instanceof HTMLInputElement) event.preventDefault();
  };
