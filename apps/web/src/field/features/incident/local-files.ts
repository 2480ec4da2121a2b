/** Files of one field of one act, before it is submitted. */
export const ownerOf = (draftKey: string, field: string): string => `act:${draftKey}/${field}`;

/** As a form keeps it; `id` is of this device. */
export type LocalFile = { id: string; type: string; name: string };
