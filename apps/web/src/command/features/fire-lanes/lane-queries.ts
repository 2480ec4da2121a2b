import { FireLanes, LaneStops, type NoteDeparture } from "@gezhi/contract/fire-lanes.ts";
import { LaneStopId } from "@gezhi/contract/ids.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { useMe } from "../../../shared/session.ts";

const deskRoles = ["postHolder", "dispatcher", "dutyOfficer", "commander"];

/** Where this person reads which vehicles come back; undefined: nowhere. */
export const useLaneUnit = (): string | undefined =>
  useMe().appointments.find(
    ({ role, post }) => deskRoles.includes(role) && (role !== "postHolder" || post === "PA05"),
  )?.unit;

export const useLaneStops = (incident: string) =>
  useQuery({
    queryKey: ["lane-stops", incident],
    queryFn: ({ signal }) => api.get(LaneStops, `/incidents/${incident}/lane-stops`, { signal }),
    // A call that waits to leave changes nothing that is announced.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ calls }) => calls.some(({ status }) => status === "queued"))
        ? 2000
        : false,
  });

export const useFireLanes = (unit: string) =>
  useQuery({
    queryKey: ["fire-lanes", unit],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(FireLanes, "/fire-lanes", { query: { unit }, signal }),
  });

function useRefresh() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ["lane-stops"] });
    void client.invalidateQueries({ queryKey: ["fire-lanes"] });
  };
}

export function useNoteStop(incident: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (plate: string) =>
      api.post(z.object({ id: LaneStopId }), `/incidents/${incident}/lane-stops`, { plate }),
    onSuccess: refresh,
  });
}

export type StopAct = { act: "call" | "tow" } | ({ act: "depart" } & NoteDeparture);

export function useStopAct(stop: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (act: StopAct) => {
      const path = `/lane-stops/${stop}`;
      if (act.act === "depart")
        return api.post(z.undefined(), `${path}/departures`, { how: act.how });
      return api.post(z.undefined(), `${path}/${act.act === "call" ? "owner-calls" : "tows"}`);
    },
    // Whoever was too late sees what somebody else did.
    onSettled: refresh,
  });
}

export const useRevealPlate = (stop: string) =>
  useMutation({
    mutationFn: (reason: string) =>
      api.post(z.object({ plate: z.string() }), `/lane-stops/${stop}/reveal`, { reason }),
  });
