import { PrinterOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { hasWebgl2 } from "../../../shared/ui/MapView.tsx";
import { LoadingState, QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { useHome } from "../map/map-home.ts";
import { useMapSettings } from "../map/map-queries.ts";
import type { MapSearch } from "../map/map-search.ts";
import { PrintSheet } from "./PrintSheet.tsx";
import "../map/map.css";
import "./map-print.css";

/** A view of the map on one sheet of A3, across. What is on the screen is what is printed. */
export function PrintPage({ search }: { search: MapSearch }) {
  const { t } = useTranslation();
  const settings = useMapSettings();
  const own = useOwnUnit();
  const unit = useUnitDetail(search.unit ?? own).data;
  const { known, home } = useHome(search.unit ?? own);
  const incident = search.chosen?.startsWith("incident:") ? search.chosen.slice(9) : undefined;
  const [written, setWritten] = useState<string>();
  const [ready, setReady] = useState(false);
  const [matter, setMatter] = useState<string>();
  const title = written ?? matter ?? t("mapPrint.usual");
  return (
    <main className="print-page">
      <style>{"@page { size: A3 landscape; margin: 0 }"}</style>
      <div className="print-bar no-print">
        <Link to="/map" search={search}>
          {t("mapPrint.back")}
        </Link>
        <Input
          value={title}
          maxLength={60}
          aria-label={t("mapPrint.title")}
          onChange={({ target }) => setWritten(target.value)}
        />
        <Button
          type="primary"
          icon={<PrinterOutlined aria-hidden />}
          disabled={!ready}
          onClick={() => window.print()}
        >
          {t(ready ? "mapPrint.print" : "mapPrint.wait")}
        </Button>
        <span className="muted">{t("mapPrint.hint")}</span>
      </div>
      {incident && <Subject incident={incident} onTitle={setMatter} />}
      {hasWebgl2() ? (
        <QueryState query={settings} rows={8}>
          {(data) =>
            known ? (
              <PrintSheet
                search={search}
                settings={data}
                home={home}
                title={title}
                unit={unit ? unit.path.map(({ name }) => name).join(" ") : ""}
                onReady={setReady}
              />
            ) : (
              <LoadingState rows={8} />
            )
          }
        </QueryState>
      ) : (
        <p role="alert">{t("mapPrint.noWebgl")}</p>
      )}
    </main>
  );
}

/** Names the sheet after the matter it is about. */
function Subject({ incident, onTitle }: { incident: string; onTitle: (title: string) => void }) {
  const { data } = useIncident(incident);
  const title = data && `${data.number} ${data.title}`;
  useEffect(() => {
    if (title) onTitle(title);
  }, [title, onTitle]);
  return null;
}
