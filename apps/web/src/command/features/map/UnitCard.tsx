import type { GridForce, HolderView } from "@gezhi/contract/organisation.ts";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { useCardForce } from "./card-queries.ts";
import { GlanceFacts } from "./GlanceFacts.tsx";
import { useGlance } from "./map-queries.ts";
import { zoomFor } from "./map-view-rules.ts";
import { GoButton } from "./GoButton.tsx";
import type { CardProps } from "./ObjectCard.tsx";

export function UnitCard({ id, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const glance = useGlance(id);
  const detail = useUnitDetail(id).data;
  return (
    <QueryState query={glance} rows={6}>
      {(data) => (
        <div className="map-card-body">
          <p className="map-card-path">
            {data.path.slice(0, -1).map(({ code, name }) => (
              <Button key={code} type="link" size="small" onClick={() => onChoose(`unit:${code}`)}>
                {name}
              </Button>
            ))}
          </p>
          <h3>
            {data.unit.name}{" "}
            {data.unit.approximate && <span className="muted">{t("cityMap.near")}</span>}
          </h3>
          <p className="figures muted">{id}</p>
          <GlanceFacts glance={data} />
          <p className="map-card-links">
            {detail && (
              <GoButton
                to={{ lon: detail.lon, lat: detail.lat, zoom: zoomFor(data.unit.level) }}
                onGoal={onGoal}
              />
            )}
            {data.incidents && (
              <Link to="/figures/incidents" search={{ unit: id }}>
                {t("cityMap.open.history")}
              </Link>
            )}
            {data.devices && data.devices.all > 0 && (
              <Link to="/devices" search={{ unit: id }}>
                {t("cityMap.open.devices")}
              </Link>
            )}
          </p>
          {data.force && <People unit={id} level={data.unit.level} onChoose={onChoose} />}
        </div>
      )}
    </QueryState>
  );
}

const roles = [
  "heads",
  "workers",
  "partTimers",
  "guides",
  "supporters",
] as const satisfies (keyof GridForce)[];

/** 1+3+N of a grid by name. Wider units have too many for a card. */
function People({
  unit,
  level,
  onChoose,
}: { unit: string; level: string } & Pick<CardProps, "onChoose">) {
  const { t } = useTranslation();
  const force = useCardForce(unit, level === "grid");
  const grid = force.data?.grids[0];
  if (!grid) return null;
  return (
    <dl className="facts">
      {roles.map((role) =>
        grid[role].length > 0 ? (
          <div key={role}>
            <dt>{t(`cityMap.force.${role}`)}</dt>
            <dd>
              {grid[role].map((person) => (
                <Person key={person.account} person={person} onChoose={onChoose} />
              ))}
            </dd>
          </div>
        ) : null,
      )}
      {grid.missing.length > 0 && (
        <div>
          <dt>{t("cityMap.force.missing")}</dt>
          <dd>{grid.missing.map((role) => t(`roles.${role}`)).join("、")}</dd>
        </div>
      )}
    </dl>
  );
}

function Person({ person, onChoose }: { person: HolderView } & Pick<CardProps, "onChoose">) {
  const { account, name, phone } = person;
  return (
    <span className="unit-person">
      <Button type="link" size="small" onClick={() => onChoose(`staff:${account}`)}>
        {name}
      </Button>{" "}
      {phone && (
        <a className="figures" href={`tel:${phone}`}>
          {phone}
        </a>
      )}
    </span>
  );
}
