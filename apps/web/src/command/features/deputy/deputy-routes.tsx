import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const DeputyPage = lazyRouteComponent(() => import("./DeputyPage.tsx"), "DeputyPage");

export const deputyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/deputy",
  validateSearch: z.object({ matter: param(z.string().max(50)) }),
  component: function Deputy() {
    const navigate = deputyRoute.useNavigate();
    const { matter } = deputyRoute.useSearch();
    return (
      <DeputyPage
        matter={matter}
        onMatter={(next) => void navigate({ search: { matter: next } })}
      />
    );
  },
});
