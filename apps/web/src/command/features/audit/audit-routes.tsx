import { AuditSubject } from "@gezhi/contract/audit.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const AuditPage = lazyRouteComponent(() => import("./AuditPage.tsx"), "AuditPage");

export const AuditSearch = z.object({
  unit: param(z.string().regex(/^\d{2,17}$/)),
  kind: param(AuditSubject),
  account: param(z.uuid()),
  subject: param(z.string().max(100)),
  /** Civil dates, both included. */
  from: param(z.iso.date()),
  to: param(z.iso.date()),
});
export type AuditSearch = z.infer<typeof AuditSearch>;

export const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/audit",
  validateSearch: AuditSearch,
  component: function Audit() {
    const navigate = auditRoute.useNavigate();
    const onSearch = useCallback((search: AuditSearch) => void navigate({ search }), [navigate]);
    return <AuditPage search={auditRoute.useSearch()} onSearch={onSearch} />;
  },
});
