/** 138****0000; a landline keeps its last four digits: ****6789. */
export const maskPhone = (phone: string): string =>
  /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-4)}`;
/** 渝A***45: enough to find the vehicle that stands there, not to look up its owner. */
export const maskPlate = (plate: string): string =>
  `${plate.slice(0, 2)}${"*".repeat(Math.max(plate.length - 4, 1))}${plate.slice(-2)}`;
