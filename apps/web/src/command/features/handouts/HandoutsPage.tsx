import {
  fitsHandout,
  type Handout,
  HandoutFilter,
  type HandoutRegister,
} from "@gezhi/contract/handouts.ts";
import { Alert, Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import { CareFrame } from "../care/CareFrame.tsx";
import { useCareUnit } from "../care/use-care-unit.ts";
import { useHandouts } from "./handout-queries.ts";
import type { HandoutSearch } from "./handout-routes.tsx";
import { byNeed } from "./handout-words.ts";
import { HandOutForm } from "./HandOutForm.tsx";
import { HandoutTable } from "./HandoutTable.tsx";
import { PastHandouts } from "./PastHandouts.tsx";
import { TakeBackForm } from "./TakeBackForm.tsx";

type Props = { search: HandoutSearch; onSearch: (search: HandoutSearch) => void };

/** To whom devices were given, whether they are worn and charged, and how they came back (R54). */
export function HandoutsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const own = useCareUnit();
  const query = useHandouts(search.unit ?? own);
  return (
    <CareFrame
      title={t("handouts.title")}
      line={t("handouts.line")}
      unit={search.unit}
      onUnit={(next) => onSearch({ ...search, unit: next })}
      query={query}
    >
      {(register) => <Register register={register} search={search} onSearch={onSearch} />}
    </CareFrame>
  );
}

type Doing = { act: "handOut"; item?: Handout } | { act: "takeBack"; item: Handout };

function Register({ register, search, onSearch }: Props & { register: HandoutRegister }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing>();
  const { items, stock, past, truncated, unit } = register;
  const { filter = "all" } = search;
  const close = () => setDoing(undefined);
  return (
    <>
      <div className="care-bar">
        <Segmented
          aria-label={t("care.filter")}
          value={filter}
          options={HandoutFilter.options.map((value) => ({
            value,
            label: `${t(`handouts.filters.${value}`)} ${items.filter((one) => fitsHandout(one, value)).length}`,
          }))}
          onChange={(next) => onSearch({ ...search, filter: next === "all" ? undefined : next })}
        />
        <Button href={urlOf("/handouts/export.csv", { unit: unit.code, filter })}>
          {t("handouts.export")}
        </Button>
        <Button
          type="primary"
          disabled={stock.length === 0}
          onClick={() => setDoing({ act: "handOut" })}
        >
          {t("handouts.handOut")}
        </Button>
        <span className="muted">{t("handouts.stock", { count: stock.length })}</span>
      </div>
      {truncated && <Alert type="info" showIcon title={t("handouts.truncated")} />}
      <HandoutTable
        items={items.filter((one) => fitsHandout(one, filter)).toSorted(byNeed)}
        onWriteDown={(item) => setDoing({ act: "handOut", item })}
        onTakeBack={(item) => setDoing({ act: "takeBack", item })}
      />
      <PastHandouts past={past} />
      {doing?.act === "handOut" && <HandOutForm item={doing.item} stock={stock} onClose={close} />}
      {doing?.act === "takeBack" && (
        <TakeBackForm item={doing.item} stock={stock} onClose={close} />
      )}
    </>
  );
}
