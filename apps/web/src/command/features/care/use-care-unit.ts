import { useMe } from "../../../shared/session.ts";

/** 养老助残岗. */
const carePost = "MS02";

/** Where this person keeps plans; undefined: nowhere. */
export const useCareUnit = (): string | undefined =>
  useMe()
    .appointments.filter(
      ({ role, post }) =>
        role === "communitySecretary" || (role === "postHolder" && post === carePost),
    )
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.length - b.length)[0];
