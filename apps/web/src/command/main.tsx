import { RouterProvider } from "@tanstack/react-router";
import { startApp } from "../shared/start-app.tsx";
import { router } from "./router.tsx";

startApp(<RouterProvider router={router} />);
