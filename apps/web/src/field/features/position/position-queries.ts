import { PositionStanding, type SentPosition } from "@gezhi/contract/positions.ts";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

/** Asked again as often as the server says; it alone decides whether there is a reason. */
export const useStanding = () =>
  useQuery<PositionStanding>({
    queryKey: ["position-standing"],
    refetchInterval: ({ state }) => (state.data?.everySeconds ?? 120) * 1000,
    retry: false,
    queryFn: ({ signal }) => api.get(PositionStanding, "/positions/mine", { signal }),
  });

export const sendPosition = (position: SentPosition) =>
  api.put(PositionStanding, "/positions/mine", position);
export const forgetPlaces = () => api.delete(z.unknown(), "/positions/mine/history");
export const takeBackPosition = () => api.delete(z.unknown(), "/positions/mine");
