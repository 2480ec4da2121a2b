import { PrinterOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PlacesSection } from "../places/PlacesSection.tsx";
import { PlotsSection } from "../plots/PlotsSection.tsx";
import type { MapSearch } from "./map-search.ts";
import type { Overlays } from "./use-overlays.ts";
import "./overlays.css";

type Props = {
  overlays: Overlays;
  search: MapSearch;
  onSearch: (change: Partial<MapSearch>) => void;
};

export function OverlaySections({ overlays, search, onSearch }: Props) {
  const chosen = search.chosen?.startsWith("incident:") ? search.chosen.slice(9) : undefined;
  return (
    <>
      <PlotsSection
        on={overlays.on}
        plots={overlays.plots}
        more={overlays.morePlots}
        failed={overlays.plotsFailed}
        onToggle={(on) => onSearch({ plots: on ? undefined : "off" })}
        onDraw={() =>
          onSearch({ plots: undefined, chosen: chosen ? `plot:new-${chosen}` : "plot:new" })
        }
      />
      <PlacesSection
        shown={overlays.shown}
        places={overlays.counted}
        failed={overlays.placesFailed}
        onShown={(kinds) => onSearch({ places: kinds.length > 0 ? kinds : undefined })}
      />
    </>
  );
}

/** The same view on a sheet of paper. */
export function PrintLink({ search }: { search: MapSearch }) {
  const { t } = useTranslation();
  return (
    <Link to="/map/print" search={search} className="map-print-link">
      <PrinterOutlined aria-hidden /> {t("mapPrint.open")}
    </Link>
  );
}
