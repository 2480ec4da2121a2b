export const draftKeyOf = (account: string): string => `report:${account}`;
