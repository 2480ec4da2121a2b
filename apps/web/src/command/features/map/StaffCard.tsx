import { StaffCard as Staff } from "@gezhi/contract/organisation.ts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { GoButton } from "./GoButton.tsx";
import { zoomFor } from "./map-view-rules.ts";
import type { CardProps } from "./ObjectCard.tsx";

const townDigits = 9;

/** What a colleague serves as, whether on duty, what the posts work on. Where somebody is, the system does not know. */
export function StaffCard({ id, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["handlers", "staff", id],
    staleTime: 15_000,
    queryFn: ({ signal }) => api.get(Staff, `/staff/${id}`, { signal }),
  });
  return (
    <QueryState query={query} rows={6}>
      {(staff) => (
        <div className="map-card-body">
          <h3>{staff.name}</h3>
          <p className="map-card-tags">
            {staff.phone ? (
              <a className="figures" href={`tel:${staff.phone}`}>
                {t("staffCard.call")} {staff.phone}
              </a>
            ) : (
              <span className="muted">
                {t(staff.available ? "staffCard.reachable" : "staffCard.unreachable")}
              </span>
            )}
          </p>
          <Duties staff={staff} onChoose={onChoose} />
          <section aria-label={t("staffCard.work")}>
            <h4>
              {t("staffCard.work")} <span className="figures muted">{staff.work.open}</span>
            </h4>
            {staff.work.open === 0 && <p className="muted">{t("staffCard.noWork")}</p>}
            <ul className="map-legend">
              {staff.work.items.map((one) => (
                <li key={one.id}>
                  <UrgencyTag urgency={one.urgency} /> <StatusTag status={one.status} />{" "}
                  <Button type="link" size="small" onClick={() => onChoose(`incident:${one.id}`)}>
                    {one.title}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
          <Where staff={staff} onGoal={onGoal} />
        </div>
      )}
    </QueryState>
  );
}

function Duties({ staff, onChoose }: { staff: Staff } & Pick<CardProps, "onChoose">) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {staff.duties.map(({ unit, role, dutyName, holder, since, onDuty }) => (
        <div key={`${unit.code} ${role} ${dutyName}`}>
          <dt>{dutyName ?? t(`roles.${role}`)}</dt>
          <dd>
            <Button type="link" size="small" onClick={() => onChoose(`unit:${unit.code}`)}>
              {unit.name}
            </Button>{" "}
            {holder && <span>{t(`staffCard.holders.${holder}`)}</span>}
            <br />
            <strong>{t(`staffCard.duty.${onDuty}`)}</strong>{" "}
            <span className="muted">{t("staffCard.since", { day: since })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Where({ staff, onGoal }: { staff: Staff } & Pick<CardProps, "onGoal">) {
  const { t } = useTranslation();
  const [first] = staff.duties;
  const detail = useUnitDetail(first?.unit.code).data;
  if (!first) return null;
  const { code } = first.unit;
  return (
    <p className="map-card-links">
      {detail && (
        <GoButton
          to={{ lon: detail.lon, lat: detail.lat, zoom: zoomFor(detail.level) }}
          onGoal={onGoal}
        />
      )}
      {code.length >= townDigits && (
        <Link to="/duty" search={{ unit: code.slice(0, townDigits) }}>
          {t("staffCard.roster")}
        </Link>
      )}
    </p>
  );
}
