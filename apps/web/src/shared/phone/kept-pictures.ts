/** Where the worker of the page keeps small pictures. */
export const keptPictures = "gezhi-pictures";

/** Signed out, nothing stays. A browser without the store has nothing to forget. */
export async function forgetPictures(): Promise<void> {
  if ("caches" in globalThis) await caches.delete(keptPictures);
}
