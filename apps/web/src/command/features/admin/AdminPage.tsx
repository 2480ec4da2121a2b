import { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import { EmptyState } from "../../../shared/ui/states.tsx";
import "./admin.css";

const establishment = ["units", "people", "appointments"] as const;
const current = { activeProps: { "aria-current": "page" as const } };

/** Everything a city may change without code. Business records are not here: administration does not see them. */
export function AdminPage() {
  const { t } = useTranslation();
  const me = useMe();
  if (!me.appointments.some(({ role }) => role === "sysAdmin"))
    return <EmptyState title={t("admin.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className="admin">
      <nav aria-label={t("nav.admin")} className="admin-nav no-print">
        <h2>{t("admin.nav.organisation")}</h2>
        <ul>
          {establishment.map((page) => (
            <li key={page}>
              <Link to={`/admin/${page}`} {...current}>
                {t(`admin.nav.${page}`)}
              </Link>
            </li>
          ))}
          <li>
            <Link to="/duty">{t("duty.title")}</Link>
          </li>
          <li>
            <Link to="/places">{t("places.title")}</Link>
          </li>
        </ul>
        <h2>{t("admin.nav.configuration")}</h2>
        <ul>
          {ConfigurationKind.options.map((kind) => (
            <li key={kind}>
              <Link to="/admin/configuration/$kind" params={{ kind }} {...current}>
                {t(`configuration.kinds.${kind}`)}
              </Link>
            </li>
          ))}
          <li>
            <Link to="/admin/scenarios" {...current}>
              {t("scenarios.title")}
            </Link>
          </li>
        </ul>
        <h2>{t("admin.nav.sensing")}</h2>
        <ul>
          <li>
            <Link to="/devices">{t("devices.nav")}</Link>
          </li>
          <li>
            <Link to="/alarms/precision">{t("alarms.precision.title")}</Link>
          </li>
          <li>
            <Link to="/alarms/contacts">{t("alarms.contacts.title")}</Link>
          </li>
        </ul>
        <h2>{t("admin.nav.records")}</h2>
        <ul>
          <li>
            <Link to="/audit">{t("nav.audit")}</Link>
          </li>
          <li>
            <Link to="/outbox">{t("outbox.title")}</Link>
          </li>
        </ul>
      </nav>
      <div className="admin-content">
        <Outlet />
      </div>
    </div>
  );
}
