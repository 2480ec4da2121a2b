import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { ForecastSection } from "../forecasts/ForecastSection.tsx";
import { useDevice } from "./device-queries.ts";
import type { DeviceSearch } from "./device-routes.tsx";
import { DeviceActs } from "./DeviceActs.tsx";
import {
  CalledSection,
  DeviceAlarms,
  FactsSection,
  FaultsSection,
  PersonSection,
} from "./DeviceSections.tsx";
import "./devices.css";
import { DeviceStateTag } from "./DeviceStateTag.tsx";
import { ReadingsSection } from "./ReadingsSection.tsx";
import { WhereSection } from "./WhereSection.tsx";

type Props = { id: string; search: DeviceSearch; onSearch: (search: DeviceSearch) => void };

export function DevicePage({ id, search, onSearch }: Props) {
  const query = useDevice(id);
  return (
    <QueryState query={query} rows={10}>
      {(device) => <Loaded device={device} search={search} onSearch={onSearch} />}
    </QueryState>
  );
}

function Loaded({ device, search, onSearch }: Omit<Props, "id"> & { device: DeviceDetail }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { name, code, worst, unit } = device;
  return (
    <article className="device" aria-label={`${code} ${words.sensor(name)}`}>
      <header className="device-head">
        <Link to="/devices" search={{ unit: unit.code.slice(0, 9) }}>
          {t("devices.back")}
        </Link>
        <div className="devices-bar">
          <h1>{words.sensor(name)}</h1>
          <DeviceStateTag state={device.state} />
          {worst && <UrgencyTag urgency={worst} />}
          {device.simulated && <SimulatedTag />}
          <span className="muted figures">{code}</span>
          <DeviceActs device={device} />
        </div>
      </header>
      <div className="device-columns">
        <div>
          <ReadingsSection device={device} search={search} onSearch={onSearch} />
          <ForecastSection device={device.id} />
          <DeviceAlarms device={device} />
          <FaultsSection device={device} />
        </div>
        <div>
          <FactsSection device={device} />
          <PersonSection device={device} />
          <CalledSection device={device} />
          <WhereSection device={device} />
        </div>
      </div>
    </article>
  );
}
