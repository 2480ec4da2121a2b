import { useSyncExternalStore } from "react";
import { preferences, setPreferences, usePreferences } from "../preferences.ts";

/** `blocked`: switched on, but the browser plays nothing before the page was touched once. */
export type SoundState = "on" | "off" | "blocked";

let context: AudioContext | undefined;
const listeners = new Set<() => void>();
const publish = () => listeners.forEach((listener) => listener());

function audio(): AudioContext {
  if (!context) {
    context = new AudioContext();
    context.addEventListener("statechange", publish);
    const wake = () => {
      if (preferences().sound) void context?.resume();
    };
    window.addEventListener("pointerdown", wake);
    window.addEventListener("keydown", wake);
  }
  return context;
}

/** The first touch of the page lets an alarm sound that comes hours later; without it some phones stay silent. */
export const readySound = (): void => void audio();

export function switchSound(on: boolean): void {
  setPreferences({ sound: on });
  if (on) void audio().resume();
}

export function useSoundState(): SoundState {
  const { sound } = usePreferences();
  const running = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => context?.state === "running" || audio().state === "running",
  );
  if (!sound) return "off";
  return running ? "on" : "blocked";
}

const notes = { red: [880, 660, 880], orange: [660, 880] };

/** Two or three short tones, not loud. */
export function playAlarm(urgency: "red" | "orange"): void {
  if (!preferences().sound || audio().state !== "running") return;
  const player = audio();
  notes[urgency].forEach((frequency, index) => {
    const start = player.currentTime + index * 0.22;
    const tone = player.createOscillator();
    const volume = player.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
    tone.connect(volume).connect(player.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  });
}
