import type { LiveMessage } from "@gezhi/contract/live.ts";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { coverIncidents } from "../../../shared/attention/covered.ts";
import { playAlarm } from "../../../shared/attention/alarm-sound.ts";
import { useAlarmPages } from "../../../shared/alarms/alarm-queries.ts";
import { useLiveMessages } from "../../../shared/live.ts";
import {
  groupsOf,
  withMessage,
  withWaiting,
  type PopupGroup,
  type Popups,
} from "./alarm-popups.ts";

const none: Popups = new Map();
const repeatMs = 6000;

/** Pop-ups as live messages bring them, before anything is fetched; after a reload, what still waits. */
export function useAlarmPopups(): {
  groups: PopupGroup[];
  dismiss: (ids: readonly string[]) => void;
} {
  const [popups, setPopups] = useState(none);
  const seen = useRef(new Set<string>());
  const hear = useCallback(
    (messages: readonly LiveMessage[]) =>
      setPopups((before) =>
        messages
          .filter(({ subject, act }) => act === "forget" || !seen.current.has(subject))
          .reduce(withMessage, before),
      ),
    [],
  );
  useLiveMessages(hear);

  const waiting = useAlarmPages({ list: "open", status: "raised" }).data?.pages[0]?.items;
  useEffect(() => {
    if (waiting)
      setPopups((before) =>
        withWaiting(
          before,
          waiting.filter(({ id }) => !seen.current.has(id)),
        ),
      );
  }, [waiting]);

  const dismiss = useCallback((ids: readonly string[]) => {
    for (const id of ids) seen.current.add(id);
    setPopups((before) => new Map([...before].filter(([id]) => !ids.includes(id))));
  }, []);
  const groups = useMemo(() => groupsOf(popups), [popups]);
  useAlarmSound(groups);
  useEffect(() => coverIncidents(groups.flatMap(({ first }) => first.incident ?? [])), [groups]);
  return { groups, dismiss };
}

/** Sounds for each new pop-up, and again while one waits: red as red, the rest once. */
function useAlarmSound(groups: readonly PopupGroup[]): void {
  const heard = useRef(new Set<string>());
  const waiting = groups.filter(({ first }) => first.status === "raised");
  const red = waiting.some(({ first }) => first.level === "red");
  const keys = waiting.map(({ key, first }) => `${key} ${first.level}`).join(",");
  useEffect(() => {
    const fresh = keys.split(",").filter((key) => key !== "" && !heard.current.has(key));
    for (const key of fresh) heard.current.add(key);
    if (fresh.length > 0) playAlarm(red ? "red" : "orange");
  }, [keys, red]);
  const any = waiting.length > 0;
  useEffect(() => {
    if (!any) return undefined;
    const timer = setInterval(() => playAlarm(red ? "red" : "orange"), repeatMs);
    return () => clearInterval(timer);
  }, [any, red]);
}
