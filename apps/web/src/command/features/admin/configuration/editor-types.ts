import type { ConfigurationKind, ContentOf } from "@gezhi/contract/configuration.ts";
import type { Difference } from "./document-parts.ts";

export type Change = Difference["change"];

export type EditorProps<K extends ConfigurationKind> = {
  content: ContentOf<K>;
  /** Absent: only to read. */
  onChange?: ((content: ContentOf<K>) => void) | undefined;
  /** Parts of the draft that differ from what is in force, by their keys. */
  changes: ReadonlyMap<string, Change>;
  /** Whose document it is; posts and departments of other documents are those in force there. */
  unit: string;
  /** What is searched for stands in the address. */
  q: string;
  onQ: (q: string) => void;
};
