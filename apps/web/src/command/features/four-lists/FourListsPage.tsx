import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { BurdenTables } from "../burden/BurdenTables.tsx";
import { CheckFigures } from "./CheckFigures.tsx";
import { CheckForm } from "./CheckForm.tsx";
import "./four-lists.css";
import { type FourListsSearch, listTabs } from "./list-routes.tsx";
import { PlateTables } from "./PlateTables.tsx";

type Props = { search: FourListsSearch; onSearch: (search: FourListsSearch) => void };

/** What may be asked of a village, and what was (R31). */
export function FourListsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const own = useOwnUnit();
  const { tab = "check", unit = own } = search;
  return (
    <div className="four-lists">
      <header className="four-lists-bar">
        <h1>{t("fourLists.title")}</h1>
        <Segmented
          aria-label={t("fourLists.title")}
          value={tab}
          options={listTabs.map((value) => ({ value, label: t(`fourLists.tabs.${value}`) }))}
          onChange={(next) => onSearch({ ...search, tab: next })}
        />
        {tab !== "check" && (
          <UnitField
            label={t("fourLists.unit")}
            within={own.length > 2 ? own : ""}
            value={unit}
            levels={["city", "district", "town", "village"]}
            onChange={(next) => onSearch({ ...search, unit: next === own ? undefined : next })}
            width={220}
          />
        )}
      </header>
      {tab === "check" && <CheckForm />}
      {tab === "figures" && <CheckFigures unit={unit} />}
      {tab === "forms" && (
        <BurdenTables
          unit={unit}
          month={search.month}
          onMonth={(month) => onSearch({ ...search, month })}
        />
      )}
      {tab === "plates" && <PlateTables key={unit} unit={unit} />}
    </div>
  );
}
