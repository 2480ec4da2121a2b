import type { PlotGeometry, PlotKind } from "@gezhi/contract/plots.ts";
import { useSyncExternalStore } from "react";

export type Pair = [lon: number, lat: number];
type Shape = PlotGeometry["type"];
export type Draft = { kind: PlotKind; shape: Shape; points: readonly Pair[] };

/** The one drawing somebody has in hand: the form and the map both write on it. */
type State = { draft: Draft; past: readonly Draft[]; future: readonly Draft[] } | undefined;
let state: State;
const listeners = new Set<() => void>();

function set(next: State): void {
  state = next;
  listeners.forEach((listener) => listener());
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const read = () => state;
export const useDraft = (): State => useSyncExternalStore(subscribe, read);
export const isDrawing = (): boolean => state !== undefined;

export const beginDraft = (draft: Draft): void => set({ draft, past: [], future: [] });
export const endDraft = (): void => set(undefined);

function change(points: readonly Pair[]): void {
  if (!state) return;
  set({ draft: { ...state.draft, points }, past: [...state.past, state.draft], future: [] });
}

const rounded = ([lon, lat]: Pair): Pair => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];

/** A point has one place: the next click moves it. */
export function addPoint(point: Pair): void {
  if (!state) return;
  const { shape, points } = state.draft;
  change(shape === "Point" ? [rounded(point)] : [...points, rounded(point)]);
}
export const movePoint = (index: number, point: Pair): void =>
  change(state?.draft.points.map((one, at) => (at === index ? rounded(point) : one)) ?? []);
export const dropPoint = (index: number): void =>
  change(state?.draft.points.filter((_, at) => at !== index) ?? []);

/** Another kind may need another shape; what fits of the points stays. */
export function setKind(kind: PlotKind, shape: Shape): void {
  if (!state) return;
  const { draft, past } = state;
  const points = shape === "Point" ? draft.points.slice(0, 1) : draft.points;
  set({ draft: { kind, shape, points }, past: [...past, draft], future: [] });
}

export function undo(): void {
  const before = state?.past.at(-1);
  if (!state || !before) return;
  set({ draft: before, past: state.past.slice(0, -1), future: [state.draft, ...state.future] });
}
export function redo(): void {
  const [next, ...future] = state?.future ?? [];
  if (!state || !next) return;
  set({ draft: next, past: [...state.past, state.draft], future });
}

const least: Record<Shape, number> = { Point: 1, LineString: 2, Polygon: 3 };

/** Undefined while it has too few points. */
export function geometryOf({ shape, points }: Draft): PlotGeometry | undefined {
  const [first] = points;
  if (!first || points.length < least[shape]) return undefined;
  if (shape === "Point") return { type: "Point", coordinates: first };
  if (shape === "LineString") return { type: "LineString", coordinates: [...points] };
  return { type: "Polygon", coordinates: [[...points, first]] };
}
