/** Makes the pages under `scope` open without a network. Needs https or localhost; without it all else works. */
export function registerWorker(scope: string): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/sw.js", { scope });
}
