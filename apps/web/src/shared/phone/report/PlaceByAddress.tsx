import { ancestorAt } from "@gezhi/contract/units.ts";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOnline } from "../ui/use-online.ts";
import { useUnitsBelow } from "../../incidents/intake-queries.ts";

const city = "50";

/** District and town: enough for somebody to be responsible when nothing says more. */
export function PlaceByAddress({
  unit,
  onUnit,
}: {
  unit: string | null;
  onUnit: (unit: string | null) => void;
}) {
  const { t } = useTranslation();
  const [district, setDistrict] = useState(unit ? ancestorAt(unit, "district") : undefined);
  const online = useOnline();
  const districts = useUnitsBelow(city);
  const towns = useUnitsBelow(district);
  const optionsOf = (units: typeof towns.data) =>
    (units ?? []).map(({ code, shortName }) => ({ value: code, label: shortName }));
  // The words alone do as well: the lists come from the server.
  if (!online && !districts.data) return null;
  const choose = (code: string | undefined) => {
    setDistrict(code);
    onUnit(null);
  };
  return (
    <div className="phone-pair">
      <Select
        aria-label={t("phone.place.district")}
        placeholder={t("phone.place.district")}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        loading={districts.isFetching}
        value={district ?? null}
        options={optionsOf(districts.data)}
        onChange={(code: string | null) => choose(code ?? undefined)}
      />
      <Select
        aria-label={t("phone.place.town")}
        placeholder={t("phone.place.town")}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        disabled={!district}
        loading={towns.isFetching}
        value={unit}
        options={optionsOf(towns.data)}
        onChange={(code: string | null) => onUnit(code)}
      />
    </div>
  );
}
