import { Channel } from "@gezhi/contract/notices.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const OutboxPage = lazyRouteComponent(() => import("./OutboxPage.tsx"), "OutboxPage");

export const outboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/outbox",
  validateSearch: z.object({ channel: param(Channel) }),
  component: function Outbox() {
    const navigate = outboxRoute.useNavigate();
    const { channel } = outboxRoute.useSearch();
    return (
      <OutboxPage
        channel={channel}
        onChannel={(next) => void navigate({ search: { channel: next } })}
      />
    );
  },
});
