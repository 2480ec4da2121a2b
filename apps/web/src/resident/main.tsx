import { RouterProvider } from "@tanstack/react-router";
import { registerWorker } from "../shared/phone/register-worker.ts";
import { startQueue } from "../shared/phone/queue/start-queue.ts";
import { PhoneProviders } from "../shared/phone/ui/PhoneProviders.tsx";
import { startApp } from "../shared/start-app.tsx";
import { router } from "./router.tsx";

startApp(
  <PhoneProviders>
    <RouterProvider router={router} />
  </PhoneProviders>,
);
startQueue();
registerWorker("/r");
