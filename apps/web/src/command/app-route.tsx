import { createRootRoute, createRoute, Outlet, useNavigate } from "@tanstack/react-router";
import { AppFrame } from "../shared/frame/AppFrame.tsx";
import { SessionGate } from "../shared/SessionGate.tsx";
import { useMe } from "../shared/session.ts";
import { useWatches } from "../shared/alarms/alarm-places.ts";
import { AlarmPopups } from "./features/alarms/AlarmPopups.tsx";
import { MutedBanner } from "./features/alarms/MutedBanner.tsx";
import { SensingLinks } from "./features/alarms/SensingLinks.tsx";
import { AttentionStrip } from "./features/attention/AttentionStrip.tsx";
import { SoundToggle } from "./features/attention/SoundToggle.tsx";
import { BacklogLink } from "./features/feedback/BacklogLink.tsx";
import { CareLink } from "./features/care/CareLink.tsx";
import { DoorsLink } from "./features/doors/DoorsLink.tsx";
import { ListsLink } from "./features/four-lists/ListsLink.tsx";
import { HotSpotLinks } from "./features/hot-spots/HotSpotLinks.tsx";
import { MapLink } from "./features/map/MapLink.tsx";
import { FigureLinks } from "./features/statistics/FigureLinks.tsx";
import { SearchTool } from "./features/search/SearchTool.tsx";
import { OutboxLink } from "./features/outbox/OutboxLink.tsx";
import { CommandError, CommandNotFound } from "./RoutePages.tsx";

export const rootRoute = createRootRoute({
  component: () => (
    <SessionGate>
      <Outlet />
    </SessionGate>
  ),
  errorComponent: CommandError,
  notFoundComponent: CommandNotFound,
});

/** Parent of every page with the frame around it. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  component: CommandFrame,
});

function CommandFrame() {
  const navigate = useNavigate();
  const watches = useMe().screens.includes("desk");
  const rings = useWatches();
  const open = (incident: string) => void navigate({ to: "/desk", search: { incident } });
  return (
    <AppFrame
      links={
        <>
          <MapLink />
          <SensingLinks />
          <FigureLinks />
          <HotSpotLinks />
          <CareLink />
          <DoorsLink />
          <ListsLink />
          <BacklogLink />
        </>
      }
      banner={rings && <MutedBanner />}
      tools={
        <>
          <SearchTool />
          {(watches || rings) && <SoundToggle />}
          <OutboxLink />
        </>
      }
      alarms={
        <>
          {watches && <AttentionStrip onOpen={open} />}
          <AlarmPopups />
        </>
      }
    >
      <Outlet />
    </AppFrame>
  );
}
