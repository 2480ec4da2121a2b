import { PhoneSearchAnswer, SearchAnswer, type PhoneSearch } from "@gezhi/contract/search.ts";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** Whether what is typed is, or becomes, a telephone number: such a text is not sent in an address. */
export const looksLikePhone = (text: string): boolean =>
  /^(1[3-9]\d{5,9}|0\d{2,3}-?\d{5,8})$/.test(text);
export const isWholePhone = (text: string): boolean => /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/.test(text);

export const useSearch = (q: string) =>
  useQuery({
    queryKey: ["search", q],
    enabled: q.length > 0 && !looksLikePhone(q),
    staleTime: 10_000,
    gcTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(SearchAnswer, "/search", { query: { q }, signal }),
  });

export const usePhoneSearch = () =>
  useMutation({
    mutationFn: (asked: PhoneSearch) => api.post(PhoneSearchAnswer, "/search/phones", asked),
  });
