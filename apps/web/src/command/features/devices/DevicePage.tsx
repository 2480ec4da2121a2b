import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { PlaceMap } from "../../../shared/units/PlaceMap.tsx";
import { Section } from "../incident/Section.tsx";
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
  const { id, name, code, position, worst, unit } = device;
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
          <DeviceAlarms device={device} />
          <FaultsSection device={device} />
        </div>
        <div>
          <FactsSection device={device} />
          <PersonSection device={device} />
          <CalledSection device={device} />
          <Section title={t("devices.sections.where")}>
            {position ? (
              <PlaceMap
                id={id}
                label={t("alarms.mapLabel", { name })}
                name={name}
                position={position}
                unit={unit.code}
                tone={worst ?? "focus"}
              />
            ) : (
              <p className="muted">{t("devices.noPosition")}</p>
            )}
          </Section>
        </div>
      </div>
    </article>
  );
}
