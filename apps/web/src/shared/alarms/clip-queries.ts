import { Access } from "@gezhi/contract/approvals.ts";
import { Clips, OpenedEvidence } from "@gezhi/contract/evidence.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api.ts";

export type ClipsOf = { alarm: string } | { incident: string };

/** What cameras sent of an alarm, or of all alarms of an incident; looked for again when the alarm says so. */
export const useClips = (of: ClipsOf) => {
  const [key, path] =
    "alarm" in of
      ? (["alarm-clips", `/alarms/${of.alarm}/clips`] as const)
      : (["incident-clips", `/incidents/${of.incident}/clips`] as const);
  const subject = "alarm" in of ? of.alarm : of.incident;
  return useQuery({
    queryKey: [key, subject],
    queryFn: ({ signal }) => api.get(Clips, path, { signal }),
  });
};

/** Lays it before a second person. */
export function useAskOriginals(alarm: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      api.post(Access, `/alarms/${alarm}/original-requests`, { reason }),
    onSettled: () => {
      for (const key of ["alarm-clips", "incident-clips", "approvals"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** The address works for minutes; nothing keeps it when the page is left. What was approved has its reason already. */
export const useOpenClip = (clip: string) =>
  useMutation({
    mutationFn: (reason: string | undefined) =>
      api.post(OpenedEvidence, `/clips/${clip}/openings`, reason === undefined ? {} : { reason }),
    gcTime: 0,
  });

/** Where the pack is fetched; for ten minutes and for who asked. */
export const useTakePack = (alarm: string) =>
  useMutation({
    mutationFn: (reason: string | undefined) =>
      api.post(
        OpenedEvidence,
        `/alarms/${alarm}/evidence-packs`,
        reason === undefined ? {} : { reason },
      ),
    gcTime: 0,
  });
