import { PlusOutlined } from "@ant-design/icons";
import type { IssueClassDetail, Measure } from "@gezhi/contract/hot-spots.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { Section } from "../incident/Section.tsx";
import type { ActBody } from "./hot-spot-queries.ts";
import { AddMeasure, ChangeMeasure } from "./MeasureForms.tsx";

type Props = {
  of: IssueClassDetail;
  pending: boolean;
  onSend: (body: Omit<ActBody, "version">, onSuccess: () => void) => void;
};

/** Verify, compare what the options cost a year, then the project. */
export function MeasureList({ of, pending, onSend }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Measure>();
  const figure = (value: number | null) => (value === null ? "" : value.toLocaleString("zh-CN"));
  return (
    <Section title={t("hotSpots.classes.measures")} count={of.measures.length}>
      <DataTable
        caption={t("hotSpots.classes.measures")}
        rows={of.measures}
        keyOf={({ id }) => id}
        empty={<EmptyState title={t("hotSpots.classes.noMeasures")} />}
        columns={[
          {
            key: "kind",
            title: t("hotSpots.fields.category"),
            width: 90,
            render: ({ kind }) => t(`hotSpots.classes.kinds.${kind}`),
          },
          {
            key: "text",
            title: t("hotSpots.classes.text"),
            header: true,
            render: ({ text, chosen, result, due }) => (
              <>
                {text} {chosen && <strong>〔{t("hotSpots.classes.chosen")}〕</strong>}
                {due && <span className="muted figures"> {due}</span>}
                {result && <div className="muted">{result}</div>}
              </>
            ),
          },
          {
            key: "quantity",
            title: t("hotSpots.classes.quantity"),
            width: 70,
            align: "right",
            render: ({ quantity }) => figure(quantity),
          },
          {
            key: "cost",
            title: t("hotSpots.classes.cost"),
            width: 110,
            align: "right",
            render: ({ cost }) => figure(cost),
          },
          {
            key: "year",
            title: t("hotSpots.classes.costPerYear"),
            width: 110,
            align: "right",
            render: ({ costPerYear }) => figure(costPerYear),
          },
          {
            key: "status",
            title: t("hotSpots.fields.status"),
            width: 80,
            render: ({ status }) => t(`hotSpots.classes.measureStatuses.${status}`),
          },
          {
            key: "acts",
            title: "",
            width: 80,
            render: (measure) =>
              of.actions.includes("changeMeasure") && (
                <Button size="small" onClick={() => setChanging(measure)}>
                  {t("hotSpots.classes.update")}
                </Button>
              ),
          },
        ]}
      />
      {of.actions.includes("addMeasure") && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t("hotSpots.classes.addMeasure")}
        </Button>
      )}
      {adding && (
        <AddMeasure
          pending={pending}
          onClose={() => setAdding(false)}
          onSend={(body) => onSend(body, () => setAdding(false))}
        />
      )}
      {changing && (
        <ChangeMeasure
          measure={changing}
          pending={pending}
          onClose={() => setChanging(undefined)}
          onSend={(body) => onSend(body, () => setChanging(undefined))}
        />
      )}
    </Section>
  );
}
