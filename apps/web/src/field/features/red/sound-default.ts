import { setPreferences } from "../../../shared/preferences.ts";

const key = "gezhi.field.sound";

/** On a phone in the field the alarm sounds unless it was switched off; at a desk it is the other way round. */
export function soundOnAtFirst(): void {
  if (localStorage.getItem(key) !== null) return;
  localStorage.setItem(key, "chosen");
  setPreferences({ sound: true });
}
