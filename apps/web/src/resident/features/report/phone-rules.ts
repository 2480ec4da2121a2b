import { Phone } from "@gezhi/contract/reports.ts";

export const isPhone = (text: string): boolean => Phone.safeParse(text).success;
/** Only these can receive a code. */
export const isMobile = (text: string): boolean => /^1\d{10}$/.test(text);
