import { PushMessage } from "@gezhi/contract/notices.ts";
import { clientsClaim } from "workbox-core";
import { matchPrecache, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { flushQueue, hasUnsent, syncTag } from "../shared/phone/queue/flusher.ts";
import { keptPictures } from "../shared/phone/kept-pictures.ts";
import type { WorkerScope } from "./worker-scope.ts";

declare const self: WorkerScope;

const assets = "gezhi-assets";
const patienceMs = 2500;
const mostPictures = 200;

// The other screens of the page that brought it open without a network from the first visit on.
clientsClaim();
precacheAndRoute(self.__WB_MANIFEST);

const shellOf = (path: string): string | undefined => {
  if (/^\/field(\/|$)/.test(path)) return "/field.html";
  if (/^\/r(\/|$)/.test(path)) return "/resident.html";
  return undefined;
};

/** The page of the server when it answers in time, else the one that was kept with its scripts. */
registerRoute(
  ({ request, url }) => request.mode === "navigate" && shellOf(url.pathname) !== undefined,
  async ({ request, url }) => {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patienceMs) }).catch(
      () => undefined,
    );
    if (fresh?.ok) return fresh;
    return (await matchPrecache(shellOf(url.pathname) ?? "")) ?? fresh ?? Response.error();
  },
);

/** Fonts and what only some screens need: kept once they were used. Their names change with their content. */
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/assets/"),
  new CacheFirst({ cacheName: assets }),
);

/** Small pictures, under whatever signature: for the tasks that are on this phone. The oldest make room. */
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/api\/files\/[^/]+\/thumbnail$/.test(url.pathname),
  new CacheFirst({
    cacheName: keptPictures,
    matchOptions: { ignoreSearch: true },
    plugins: [
      {
        cacheDidUpdate: async () => {
          const cache = await caches.open(keptPictures);
          const kept = await cache.keys();
          await Promise.all(kept.slice(0, -mostPictures).map((request) => cache.delete(request)));
        },
      },
    ],
  }),
);

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.delete(assets));
});

/** The browser calls when the network is back, with or without an open page. Failing asks it to call again. */
self.addEventListener("sync", (event) => {
  if (event.tag !== syncTag) return;
  const send = async () => {
    await flushQueue();
    if (await hasUnsent()) throw new Error("not everything could be sent yet");
  };
  event.waitUntil(send());
});

self.addEventListener("push", (event) => {
  const message = PushMessage.safeParse(event.data?.json());
  if (!message.success) return;
  const { title, body, urgency, incident } = message.data;
  const urgent = urgency === "red" || urgency === "orange";
  const options = {
    body,
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    lang: "zh-CN",
    tag: incident ?? "gezhi",
    renotify: urgent,
    requireInteraction: urgency === "red",
    vibrate: urgent ? [300, 200, 300] : [],
    data: { path: incident ? `/field/incidents/${incident}` : "/field/notices" },
  };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  const show = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows.find(({ url }) => shellOf(new URL(url).pathname) === "/field.html");
    if (!open) return self.clients.openWindow(path);
    const focused = await open.focus();
    return focused.navigate(path);
  };
  event.waitUntil(show());
});
