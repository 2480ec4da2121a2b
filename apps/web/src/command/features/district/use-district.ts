import { useMe } from "../../../shared/session.ts";

/** The district whose centre this person works in; the city for who places what no district is known of. */
export const useDistrict = (): string => {
  const { appointments } = useMe();
  const centre = appointments.find(({ role }) => role === "districtCentre") ?? appointments[0];
  return centre?.unit.slice(0, 6) ?? "";
};

export const isCity = (unit: string): boolean => unit.length === 2;
