import {
  CareDetail,
  CaredPerson,
  CareRegister,
  type RecordVisit,
  RevealedCare,
  type SaveCare,
} from "@gezhi/contract/care.ts";
import { IncidentId } from "@gezhi/contract/ids.ts";
import { Force } from "@gezhi/contract/organisation.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

/** What people do is told live; hours that pass and devices that fall silent are not. */
const againMs = 60_000;

export const useCareRegister = (unit: string | undefined) =>
  useQuery({
    queryKey: ["care", unit ?? ""],
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(CareRegister, "/care", { query: { unit }, signal }),
  });

export const useCarePerson = (id: string) =>
  useQuery({
    queryKey: ["care-person", id],
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(CareDetail, `/care/${id}`, { signal }),
  });

function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ["care", "care-person"]) void client.invalidateQueries({ queryKey: [key] });
  };
}

export function useSaveCare(id: string | undefined) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: z.input<typeof SaveCare>) =>
      id ? api.put(CareDetail, `/care/${id}`, body) : api.post(CareDetail, "/care", body),
    onSuccess: refresh,
  });
}

export function useWithdraw(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => api.post(z.undefined(), `/care/${id}/withdrawal`, { reason }),
    onSuccess: () => {
      client.removeQueries({ queryKey: ["care-person", id] });
      void client.invalidateQueries({ queryKey: ["care"] });
    },
  });
}

export const useRevealCare = (id: string) =>
  useMutation({
    mutationFn: (reason: string) => api.post(RevealedCare, `/care/${id}/reveal`, { reason }),
  });

const Recorded = z.object({ person: CaredPerson, incident: IncidentId.nullable() });
export function useRecordVisit() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: z.input<typeof RecordVisit>) => api.post(Recorded, "/visits", body),
    onSettled: refresh,
  });
}

/** Who of the community may be asked to visit: those who help beside the grid's worker. */
export const useVolunteers = (village: string | undefined) =>
  useQuery({
    queryKey: ["force", village],
    enabled: village !== undefined,
    queryFn: ({ signal }) => api.get(Force, `/units/${village}/force`, { signal }),
    select: ({ grids }) =>
      grids.flatMap(({ name, partTimers, supporters }) =>
        [...partTimers, ...supporters].map(({ account, name: who }) => ({
          value: account,
          label: `${who}（${name}）`,
        })),
      ),
  });
