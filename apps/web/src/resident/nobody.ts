/** Residents have no account: what they keep on a phone belongs to nobody in particular. */
export const nobody = "";
export const reportDraftKey = "report:resident";
export const snapDraftKey = "report:snap";
