import { registerAlarmRoutes } from "../features/alarms/alarm-routes.ts";
import { registerAccessRoutes } from "../features/approvals/access-routes.ts";
import { registerAuditRoutes } from "../features/audit/audit-routes.ts";
import { registerBurdenRoutes } from "../features/burden/burden-routes.ts";
import { registerCareRoutes } from "../features/care/care-routes.ts";
import { registerCaseFormRoutes } from "../features/case-forms/form-routes.ts";
import { registerScenarioRoutes } from "../features/configuration/scenario-routes.ts";
import { registerConfigurationRoutes } from "../features/configuration/configuration-routes.ts";
import type { Context } from "../features/context.ts";
import { registerDeputyRoutes } from "../features/deputies/deputy-routes.ts";
import { registerDoorRoutes } from "../features/doors/door-routes.ts";
import { registerHandoutRoutes } from "../features/devices/handout-routes.ts";
import { registerDeviceRoutes } from "../features/devices/device-routes.ts";
import { registerDutyRoutes } from "../features/duty/duty-routes.ts";
import { registerAssessmentRoutes } from "../features/figures/assessment-routes.ts";
import { registerBriefRoutes } from "../features/figures/brief-routes.ts";
import { registerFeedbackRoutes } from "../features/feedback/feedback-routes.ts";
import { registerFireLaneRoutes } from "../features/fire-lanes/lane-routes.ts";
import { registerFigureRoutes } from "../features/figures/figure-routes.ts";
import { registerListRoutes } from "../features/four-lists/list-routes.ts";
import { registerEvidenceRoutes } from "../features/evidence/evidence-routes.ts";
import { registerFileRoutes } from "../features/files/file-routes.ts";
import { registerHotlineRoutes } from "../features/hotline/hotline-routes.ts";
import { registerHotSpotRoutes } from "../features/hot-spots/hot-spot-routes.ts";
import { registerIdentityRoutes } from "../features/identity/identity-routes.ts";
import { registerIdentity } from "../features/identity/session-plugin.ts";
import { registerIncidentRoutes } from "../features/incidents/incident-routes.ts";
import { registerSuggestionRoutes } from "../features/incidents/suggestion-routes.ts";
import { registerWhistleRoutes } from "../features/incidents/whistle-routes.ts";
import { listIncidents } from "../features/incidents/incident-lists.ts";
import type { LiveLink } from "../features/live/live-link.ts";
import { registerLiveRoutes } from "../features/live/live-routes.ts";
import { registerMapRoutes } from "../features/map/map-routes.ts";
import { registerNotices } from "../features/notices/incident-notices.ts";
import { registerNoticeRoutes } from "../features/notices/notice-routes.ts";
import { registerOpen311Routes } from "../features/open311/open311-routes.ts";
import { registerOrganisationRoutes } from "../features/organisation/organisation-routes.ts";
import { registerPlaceRoutes } from "../features/places/place-routes.ts";
import { registerPatrolRoutes } from "../features/patrols/patrol-routes.ts";
import { registerPositionRoutes } from "../features/positions/position-routes.ts";
import { registerPlotRoutes } from "../features/plots/plot-routes.ts";
import { registerReceiptRoutes } from "../features/receipts/receipt-routes.ts";
import { registerReportRoutes } from "../features/reports/report-routes.ts";
import type { IngestLink } from "../features/telemetry/ingest-link.ts";
import { registerSearchRoutes } from "../features/search/search-routes.ts";
import { registerForecastRoutes } from "../features/telemetry/forecast-routes.ts";
import { registerTelemetryRoutes } from "../features/telemetry/telemetry-routes.ts";
import { registerTileRoutes } from "../features/tiles/tile-routes.ts";
import { registerWayRoutes } from "../features/ways/way-routes.ts";
import { registerUnitRoutes } from "../features/units/unit-routes.ts";
import { createApp, type App } from "../platform/http/app.ts";
import { createMetrics, registerOperations } from "../platform/http/operations.ts";
import { registerApiPages } from "./api-pages.ts";
import { observeIngest } from "./ingest-metrics.ts";

/** The HTTP side: every feature's routes on one shell. */
export async function createApi(
  context: Context,
  link: LiveLink,
  ingest: IngestLink,
): Promise<App> {
  registerNotices(context);
  const app = await createApp(context.config, context.log);
  const metrics = createMetrics();
  observeIngest(metrics.registry, ingest.counts);
  registerOperations(app, {
    db: context.db,
    metrics,
    listeners: link.listeners,
    problems: () => ({ ingest: ingest.problem() }),
  });
  registerIdentity(app, context);
  registerIdentityRoutes(app, context);
  registerUnitRoutes(app, context);
  registerTileRoutes(app, context);
  registerOrganisationRoutes(app, context);
  registerDutyRoutes(app, context);
  registerConfigurationRoutes(app, context);
  registerScenarioRoutes(app, context);
  registerAuditRoutes(app, context);
  registerDeviceRoutes(app, context);
  registerHandoutRoutes(app, context);
  registerFileRoutes(app, context);
  registerReportRoutes(app, context);
  registerReceiptRoutes(app, context);
  registerHotlineRoutes(app, context);
  registerOpen311Routes(app, context);
  registerIncidentRoutes(app, context);
  registerWhistleRoutes(app, context);
  registerSuggestionRoutes(app, context);
  registerFigureRoutes(app, context);
  registerAssessmentRoutes(app, context);
  registerBriefRoutes(app, context);
  registerAccessRoutes(app, context);
  registerDeputyRoutes(app, context);
  registerAlarmRoutes(app, context);
  registerEvidenceRoutes(app, context);
  registerMapRoutes(app, context);
  registerNoticeRoutes(app, context);
  registerLiveRoutes(app, link);
  registerTelemetryRoutes(app, context, ingest);
  registerForecastRoutes(app, context);
  registerPlaceRoutes(app, context);
  registerHotSpotRoutes(app, context);
  registerPositionRoutes(app, context);
  registerPatrolRoutes(app, context);
  registerPlotRoutes(app, context);
  registerListRoutes(app, context);
  registerBurdenRoutes(app, context);
  registerFeedbackRoutes(app, context);
  registerCareRoutes(app, context);
  registerDoorRoutes(app, context);
  registerFireLaneRoutes(app, context);
  registerCaseFormRoutes(app, context);
  registerWayRoutes(app, context);
  registerSearchRoutes(app, context, listIncidents);
  registerApiPages(app);
  return app;
}
