import { Contents, type ConfigurationKind, type ContentOf } from "@gezhi/contract/configuration.ts";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { dropDraft, loadDraft, saveDraft } from "../../../../shared/incidents/drafts.ts";
import { serverNow } from "../../../../shared/server-clock.ts";

/** A document somebody is changing, with what it was when they began. */
export type Draft<K extends ConfigurationKind> = {
  content: ContentOf<K>;
  /** The version the changes were made on. */
  base: { unit: string; version: number };
  /** The newest version of the unit itself that had been seen. */
  baseVersion: number;
  reason: string;
};

const Stored = z.object({
  content: z.unknown(),
  base: z.object({ unit: z.string(), version: z.number() }),
  baseVersion: z.number(),
  reason: z.string().default(""),
});
const settleMs = 400;

function read<K extends ConfigurationKind>(kind: K, key: string): Draft<K> | undefined {
  const stored = Stored.safeParse(loadDraft(key)?.values);
  if (!stored.success) return undefined;
  const content = Contents[kind].safeParse(stored.data.content);
  return content.success ? { ...stored.data, content: content.data as ContentOf<K> } : undefined;
}

/** The draft of one document of one person; kept on this computer until it is published or thrown away. */
export function useConfigurationDraft<K extends ConfigurationKind>(
  account: string,
  kind: K,
  unit: string,
) {
  const key = `${account}/configuration/${kind}/${unit}`;
  const [draft, setDraft] = useState(() => read(kind, key));
  const [unsaved, setUnsaved] = useState(false);
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void }>(undefined);

  useEffect(() => {
    const settle = () => {
      clearTimeout(waiting.current?.timer);
      waiting.current?.save();
    };
    window.addEventListener("pagehide", settle);
    return () => {
      window.removeEventListener("pagehide", settle);
      settle();
    };
  }, []);

  const set = (next: Draft<K>) => {
    setDraft(next);
    clearTimeout(waiting.current?.timer);
    const save = () => {
      waiting.current = undefined;
      try {
        saveDraft(key, next, serverNow());
        setUnsaved(false);
      } catch {
        // The browser's storage is full: the draft lives on in this tab only, and the page says so.
        setUnsaved(true);
      }
    };
    waiting.current = { timer: setTimeout(save, settleMs), save };
  };
  const drop = () => {
    clearTimeout(waiting.current?.timer);
    waiting.current = undefined;
    dropDraft(key);
    setDraft(undefined);
    setUnsaved(false);
  };
  return { draft, set, drop, unsaved };
}
