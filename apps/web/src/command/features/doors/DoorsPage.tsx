import type { Door } from "@gezhi/contract/visitor-codes.ts";
import { Alert, Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useDoors, useSwitchDoor } from "./door-queries.ts";
import "./doors.css";
import { ResidentsForm } from "./ResidentsForm.tsx";
import { useDoorUnit } from "./use-door-unit.ts";

type Props = { unit: string | undefined; onUnit: (unit: string | undefined) => void };

/** Which doors take visitors' codes (R58), and numbers about them: who lives there and who comes is nobody's to read. */
export function DoorsPage({ unit, onUnit }: Props) {
  const { t } = useTranslation();
  const own = useDoorUnit();
  const query = useDoors(unit ?? own);
  return (
    <div className="doors">
      <header className="doors-bar">
        <h1>{t("doors.title")}</h1>
        <UnitField
          label={t("doors.unit")}
          within={own ?? ""}
          value={unit ?? own}
          levels={["town", "village", "grid"]}
          onChange={(next) => onUnit(next === own ? undefined : next)}
          width={220}
        />
      </header>
      <p className="muted">{t("doors.line")}</p>
      <QueryState query={query} rows={8}>
        {({ items, keptDays }) => <Doors items={items} keptDays={keptDays} />}
      </QueryState>
    </div>
  );
}

function Doors({ items, keptDays }: { items: readonly Door[]; keptDays: number }) {
  const { t } = useTranslation();
  const turn = useSwitchDoor();
  const [changing, setChanging] = useState<Door>();
  const figure = (key: "residents" | "openCodes" | "usesToday" | "usesKept" | "refused") => ({
    key,
    title: key === "usesKept" ? t("doors.usesKept", { days: keptDays }) : t(`doors.${key}`),
    width: 120,
    align: "right" as const,
    render: (door: Door) => door[key],
  });
  return (
    <>
      {turn.error && <Alert type="error" showIcon title={turn.error.message} />}
      <DataTable
        caption={t("doors.title")}
        rows={items}
        keyOf={({ id }) => id}
        empty={<EmptyState title={t("doors.empty")} hint={t("doors.emptyHint")} />}
        columns={[
          {
            key: "door",
            title: t("doors.door"),
            header: true,
            render: ({ name, code, simulated }) => (
              <>
                {name} {simulated && <SimulatedTag />}
                <div className="muted figures">{code}</div>
              </>
            ),
          },
          { key: "place", title: t("doors.place"), render: (door) => door.unit.name },
          {
            key: "state",
            title: t("doors.state"),
            width: 110,
            render: ({ open }) => (
              <Tag color={open ? "success" : "default"}>{t(open ? "doors.on" : "doors.off")}</Tag>
            ),
          },
          figure("residents"),
          figure("openCodes"),
          figure("usesToday"),
          figure("usesKept"),
          figure("refused"),
          {
            key: "acts",
            title: "",
            width: 210,
            render: (door) => (
              <span className="doors-bar">
                {door.open ? (
                  <>
                    <Button
                      size="small"
                      aria-label={`${t("doors.change")} ${door.code}`}
                      onClick={() => setChanging(door)}
                    >
                      {t("doors.change")}
                    </Button>
                    <Popconfirm
                      title={t("doors.turnOffAsk")}
                      onConfirm={() => turn.mutate({ id: door.id, open: false })}
                    >
                      <Button size="small" aria-label={`${t("doors.turnOff")} ${door.code}`}>
                        {t("doors.turnOff")}
                      </Button>
                    </Popconfirm>
                  </>
                ) : (
                  <Button
                    size="small"
                    type="primary"
                    aria-label={`${t("doors.turnOn")} ${door.code}`}
                    onClick={() => turn.mutate({ id: door.id, open: true })}
                  >
                    {t("doors.turnOn")}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {changing && <ResidentsForm door={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}
