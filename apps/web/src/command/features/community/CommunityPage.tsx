import { Select } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useTicking } from "../../../shared/server-clock.ts";
import { formatTime } from "../../../shared/time.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { ChangesPanel } from "./ChangesPanel.tsx";
import "./community.css";
import { FiguresBar } from "./FiguresBar.tsx";
import { ForcePanel } from "./ForcePanel.tsx";
import { GridsPanel } from "./GridsPanel.tsx";
import { useOwnCommunities } from "./use-community.ts";
import { WaitingPanel } from "./WaitingPanel.tsx";

type Props = { unit: string | undefined; onUnit: (unit: string) => void };

/** One screen for one community: what is open, what waits for us, where it lies, who is there. */
export function CommunityPage({ unit, onUnit }: Props) {
  const { t } = useTranslation();
  const own = useOwnCommunities();
  const village = unit && own.includes(unit) ? unit : own[0];
  if (!village)
    return <EmptyState title={t("community.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className="community">
      <header className="community-head">
        <CommunityName village={village} />
        {own.length > 1 && (
          <Select
            aria-label={t("community.choose")}
            value={village}
            options={own.map((code) => ({ value: code, label: <UnitName code={code} /> }))}
            onChange={onUnit}
            style={{ width: 200 }}
          />
        )}
        <FiguresBar village={village} />
        <Now />
      </header>
      <WaitingPanel village={village} />
      <GridsPanel village={village} />
      <div className="community-side">
        <ForcePanel village={village} />
        <ChangesPanel village={village} />
      </div>
    </div>
  );
}

const UnitName = ({ code }: { code: string }) => <>{useUnitDetail(code).data?.shortName ?? code}</>;

function CommunityName({ village }: { village: string }) {
  const { data } = useUnitDetail(village);
  return (
    <h1>
      {data?.shortName ?? village}
      <small>
        {(data?.path ?? [])
          .slice(-3, -1)
          .map(({ name }) => name)
          .join(" ")}
      </small>
    </h1>
  );
}

/** The server's time: a screen on a wall shows at a glance that it lives. */
function Now() {
  const text = useTicking(useCallback((now: number) => formatTime(now, "short"), []));
  return <time className="community-now figures">{text}</time>;
}
