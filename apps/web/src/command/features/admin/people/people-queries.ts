import {
  AppointmentChanged,
  AppointmentPage,
  type EditAppointment,
  type EditPerson,
  Force,
  type NewAppointment,
  type NewPerson,
  PeoplePage,
  Person,
  PersonCreated,
  PostView,
} from "@gezhi/contract/organisation.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { api, type Query } from "../../../../shared/api.ts";

export const usePeople = (filter: Query) =>
  useInfiniteQuery({
    queryKey: ["people", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(PeoplePage, "/people", { query: { ...filter, after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const usePerson = (username: string) =>
  useQuery({
    queryKey: ["people", "one", username],
    queryFn: async ({ signal }) => {
      const { items } = await api.get(PeoplePage, "/people", {
        query: { q: username, limit: 200 },
        signal,
      });
      return items.find((person) => person.username === username) ?? null;
    },
  });

/** Everybody appointed to the unit itself, and as many below it as the page holds: the unit's own come first. */
export const useAppointmentsAt = (unit: string) =>
  useQuery({
    queryKey: ["appointments", unit],
    queryFn: async ({ signal }) => {
      const { items } = await api.get(AppointmentPage, "/appointments", {
        query: { unit, limit: 200 },
        signal,
      });
      return items.filter((one) => one.unit === unit);
    },
  });

const Posts = z.object({ items: z.array(PostView) });
export const usePosts = (town: string) =>
  useQuery({
    queryKey: ["appointments", town, "posts"],
    queryFn: ({ signal }) => api.get(Posts, `/units/${town}/posts`, { signal }),
    select: ({ items }) => items,
  });

export const useForce = (unit: string) =>
  useQuery({
    queryKey: ["appointments", unit, "force"],
    queryFn: ({ signal }) => api.get(Force, `/units/${unit}/force`, { signal }),
  });

function useStaffMutation<V, R>(mutationFn: (values: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => {
      for (const key of ["people", "appointments", "handlers"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useCreatePerson = () =>
  useStaffMutation((person: z.input<typeof NewPerson>) =>
    api.post(PersonCreated, "/people", person),
  );

export const useEditPerson = (account: string) =>
  useStaffMutation((edit: z.input<typeof EditPerson>) =>
    api.patch(Person, `/people/${account}`, edit),
  );

export const useResetPassword = (account: string) =>
  useStaffMutation(() =>
    api.post(z.object({ firstPassword: z.string() }), `/people/${account}/password-reset`),
  );

export const useAppoint = () =>
  useStaffMutation((appointment: z.input<typeof NewAppointment>) =>
    api.post(AppointmentChanged, "/appointments", appointment),
  );

export const useEditAppointment = () =>
  useStaffMutation(({ id, ...edit }: { id: string } & z.input<typeof EditAppointment>) =>
    api.patch(AppointmentChanged, `/appointments/${id}`, edit),
  );
