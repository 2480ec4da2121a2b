import type { Me } from "@gezhi/contract/identity.ts";
import type { Notice } from "@gezhi/contract/notices.ts";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../session.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import "./frame.css";
import { LiveBanner, LiveDot } from "./LiveBanner.tsx";
import { NoticeBell } from "./NoticeBell.tsx";

/** The field screen is an entry of its own; the others are pages of this one. */
const pathOf = (screen: Me["screens"][number]) => `/${screen}`;

type Props = {
  children: ReactNode;
  /** Stand behind the screens of the person's roles. */
  links?: ReactNode;
  /** Stands above every page. */
  banner?: ReactNode;
  /** Stands beside the bell. */
  tools?: ReactNode;
  /** Stands below the content of every page, so that its coming moves nothing under a hand. */
  alarms?: ReactNode;
};

export function AppFrame({ children, links, banner, tools, alarms }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const ofDistrict = me.appointments.some(({ role }) => role === "districtCentre");
  function openNotice({ incident, act }: Notice): void {
    if (act === "deputyMatter") void navigate({ to: "/deputy" });
    else if (act === "missedVisit") void navigate({ to: "/care" });
    else if (act === "hotSpot") void navigate({ to: "/hot-spots" });
    else if (act.startsWith("access"))
      void navigate({
        to: "/approvals",
        search: { list: act === "accessAsk" ? "decide" : "asked" },
      });
    else if (incident) void navigate({ to: "/incidents/$id", params: { id: incident } });
  }
  return (
    <div className="frame">
      <a href="#content" className="skip-link">
        {t("nav.skip")}
      </a>
      <header className="frame-head no-print">
        <Link to="/" className="frame-brand">
          {t("product.name")}
        </Link>
        <nav aria-label={t("nav.main")} className="frame-nav">
          {me.screens.map((screen) =>
            screen === "field" ? (
              <a key={screen} href="/field">
                {t(`nav.${screen}`)}
              </a>
            ) : (
              <Link key={screen} to={pathOf(screen)} activeProps={{ "aria-current": "page" }}>
                {t(screen === "district" && !ofDistrict ? "nav.unplaced" : `nav.${screen}`)}
              </Link>
            ),
          )}
          {links}
        </nav>
        <div className="frame-tools">
          {tools}
          <LiveDot />
          <NoticeBell onOpen={openNotice} />
          <AccountMenu onPassword={() => void navigate({ to: "/password" })} />
        </div>
      </header>
      <LiveBanner />
      {banner}
      <main id="content" className="frame-content" tabIndex={-1}>
        {children}
      </main>
      <div className="frame-alarms">{alarms}</div>
    </div>
  );
}
