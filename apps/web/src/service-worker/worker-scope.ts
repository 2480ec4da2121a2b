import type { PrecacheEntry } from "workbox-precaching";

/** What a service worker stands in, as far as this one uses it: the page's types do not know it. */
type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void };
type WindowClient = {
  url: string;
  focus: () => Promise<WindowClient>;
  navigate: (url: string) => Promise<WindowClient | null>;
};
type Events = {
  activate: Extendable;
  sync: Extendable & { tag: string };
  push: Extendable & { data: { json: () => unknown } | null };
  notificationclick: Extendable & { notification: Notification };
};

export type WorkerScope = {
  __WB_MANIFEST: PrecacheEntry[];
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll: (options: { type: "window"; includeUncontrolled: true }) => Promise<WindowClient[]>;
    openWindow: (url: string) => Promise<WindowClient | null>;
  };
  addEventListener: <K extends keyof Events>(type: K, listen: (event: Events[K]) => void) => void;
};
