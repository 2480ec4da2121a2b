import { liveQuery } from "dexie";
import { useCallback, useEffect, useRef, useState } from "react";
import { queueDb } from "../queue/queue-db.ts";
import type { KeptFile } from "../queue/queue-items.ts";
import { doneFilesOf, DraftValues, emptyDraft } from "./draft-values.ts";

export type ReportDraft = {
  key: string;
  values: DraftValues;
  files: KeptFile[];
  doneFiles: KeptFile[];
  savedAt: number | null;
  change: (change: Partial<DraftValues>) => void;
  /** It was submitted: nothing is saved any more. */
  close: () => void;
};

const saveAfterMs = 250;

/** A report in the making: what is typed is saved while it is typed. Undefined while reading. */
export function useReportDraft(key: string): ReportDraft | undefined {
  const [values, setValues] = useState<DraftValues>();
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [files, setFiles] = useState<KeptFile[]>();
  const latest = useRef<DraftValues>(emptyDraft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const at = Date.now();
    await queueDb.drafts.put({ key, savedAt: at, values: latest.current });
    setSavedAt(at);
  }, [key]);

  useEffect(() => {
    let current = true;
    const read = async () => {
      const stored = await queueDb.drafts.get(key);
      const parsed = DraftValues.safeParse(stored?.values ?? {});
      if (!current) return;
      latest.current = parsed.success ? parsed.data : emptyDraft;
      setValues(latest.current);
      setSavedAt(stored?.savedAt ?? null);
    };
    void read();
    return () => {
      current = false;
      if (timer.current !== undefined) void save();
    };
  }, [key, save]);

  useEffect(() => {
    const owners = [key, doneFilesOf(key)];
    const subscription = liveQuery(() =>
      queueDb.files.where("owner").anyOf(owners).sortBy("id"),
    ).subscribe({ next: setFiles });
    return () => subscription.unsubscribe();
  }, [key]);

  const change = useCallback(
    (part: Partial<DraftValues>) => {
      latest.current = {
        ...latest.current,
        ...part,
        beganAt: latest.current.beganAt ?? ("device" in part ? null : Date.now()),
      };
      setValues(latest.current);
      timer.current ??= setTimeout(() => void save(), saveAfterMs);
    },
    [save],
  );

  const close = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
  }, []);

  if (!values || !files) return undefined;
  return {
    key,
    values,
    files: files.filter(({ owner }) => owner === key),
    doneFiles: files.filter(({ owner }) => owner !== key),
    savedAt,
    change,
    close,
  };
}
