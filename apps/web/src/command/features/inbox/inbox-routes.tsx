import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const InboxPage = lazyRouteComponent(() => import("./InboxPage.tsx"), "InboxPage");

export const inboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/inbox",
  validateSearch: z.object({ incident: param(z.string()), act: param(z.string()) }),
  component: function Inbox() {
    const { incident, act } = inboxRoute.useSearch();
    const navigate = inboxRoute.useNavigate();
    return (
      <InboxPage
        incident={incident}
        act={act}
        onOpen={(next, form) => void navigate({ search: { incident: next, act: form } })}
      />
    );
  },
});
