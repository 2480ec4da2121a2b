import { MyVisits } from "@gezhi/contract/care.ts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** A day turns and hours pass while the page stays open. */
const againMs = 60_000;

export const useMyVisits = () =>
  useQuery({
    queryKey: ["my-visits"],
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(MyVisits, "/visits/mine", { signal }),
  });
