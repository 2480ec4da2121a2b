import { RouterProvider } from "@tanstack/react-router";
import { readySound } from "../shared/attention/alarm-sound.ts";
import { keepCache, restoreCache } from "../shared/phone/offline-cache.ts";
import { registerWorker } from "../shared/phone/register-worker.ts";
import { startQueue } from "../shared/phone/queue/start-queue.ts";
import { PhoneProviders } from "../shared/phone/ui/PhoneProviders.tsx";
import { queryClient } from "../shared/query-client.ts";
import { startApp } from "../shared/start-app.tsx";
import { soundOnAtFirst } from "./features/red/sound-default.ts";
import { router } from "./router.tsx";

soundOnAtFirst();
readySound();
await restoreCache(queryClient);
keepCache(queryClient);
startApp(
  <PhoneProviders>
    <RouterProvider router={router} />
  </PhoneProviders>,
);
startQueue();
registerWorker("/field");
