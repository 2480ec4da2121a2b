import { ReplayedRule } from "@gezhi/contract/alarms.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { api, isProblem } from "../../../../../shared/api.ts";
import { ExactTime } from "../../../../../shared/time.tsx";
import { DataTable } from "../../../../../shared/ui/DataTable.tsx";
import { UrgencyTag } from "../../../../../shared/ui/tags.tsx";
import { UnitField } from "../../../../../shared/units/UnitField.tsx";
import { formatNumber, levelOrder } from "./rule-words.ts";

type Replayed = z.infer<typeof ReplayedRule>;
type Props = { unit: string; checked: () => AlarmRule | undefined };

/** What the rule as it stands in the form would have raised, beside what the one in force did. */
export function RuleReplay({ unit, checked }: Props) {
  const { t } = useTranslation();
  const [where, setWhere] = useState(unit);
  const replay = useMutation({
    mutationFn: (rule: AlarmRule) =>
      api.post(
        ReplayedRule,
        "/rule-replays",
        { unit: where, rule, days: 30 },
        { timeoutMs: 60_000 },
      ),
  });
  const errors = isProblem(replay.error) ? replay.error.errors : [];
  return (
    <section className="rule-replay" aria-label={t("sensing.replay.title")}>
      <h3>{t("sensing.replay.title")}</h3>
      <p className="muted">{t("sensing.replay.line")}</p>
      <div className="rule-replay-bar">
        <UnitField
          label={t("sensing.replay.unit")}
          within={unit}
          value={where}
          onChange={(next) => setWhere(next ?? unit)}
          width={220}
        />
        <Button
          loading={replay.isPending}
          onClick={() => {
            const rule = checked();
            if (rule) replay.mutate(rule);
          }}
        >
          {t("sensing.replay.run")}
        </Button>
        {replay.isPending && <output className="muted">{t("sensing.replay.running")}</output>}
      </div>
      {replay.error && (
        <Alert
          type="warning"
          showIcon
          title={replay.error.message}
          description={
            errors.length > 0 && (
              <ul className="faults">
                {errors.map(({ path, message }) => (
                  <li key={path + message}>{message}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      {replay.data && <Outcome outcome={replay.data} />}
    </section>
  );
}

function Outcome({ outcome }: { outcome: Replayed }) {
  const { t } = useTranslation();
  const [different, setDifferent] = useState(true);
  const { now, changed, devices, readings, complete, examples } = outcome;
  const more = changed.raised - now.raised;
  const shown = examples.filter(({ only }) => !different || only !== "both");
  const rows = (["now", "changed"] as const).map((key) => ({ key, ...outcome[key] }));
  return (
    <>
      <p className="rule-outcome">
        <strong>
          {more === 0
            ? t("sensing.replay.same")
            : t(more > 0 ? "sensing.replay.more" : "sensing.replay.fewer", {
                n: formatNumber(Math.abs(more)),
              })}
        </strong>{" "}
        <span className="muted figures">
          {t("sensing.replay.basis", {
            devices: formatNumber(devices),
            readings: formatNumber(readings),
          })}
        </span>
      </p>
      {readings === 0 && <p>{t("sensing.replay.noReadings")}</p>}
      {!complete && <Alert type="info" showIcon title={t("sensing.replay.partial")} />}
      <DataTable
        caption={t("sensing.replay.outcome")}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            key: "which",
            title: "",
            header: true,
            render: ({ key }) => t(`sensing.replay.${key}`),
          },
          {
            key: "raised",
            title: t("sensing.replay.raised"),
            align: "right",
            render: ({ raised }) => formatNumber(raised),
          },
          ...levelOrder.map((level) => ({
            key: level,
            title: t(`urgency.${level}`),
            align: "right" as const,
            render: ({ byLevel }: (typeof rows)[number]) => formatNumber(byLevel[level]),
          })),
        ]}
      />
      {examples.length > 0 && (
        <>
          <Checkbox checked={different} onChange={({ target }) => setDifferent(target.checked)}>
            {t("sensing.replay.onlyDifferent")}
          </Checkbox>
          <div className="rule-examples">
            <DataTable
              caption={t("sensing.replay.examples")}
              rows={shown}
              keyOf={({ at, device, only }) => `${at} ${device} ${only}`}
              empty={<p className="state">{t("configuration.same")}</p>}
              columns={[
                {
                  key: "only",
                  title: t("sensing.replay.outcome"),
                  width: 90,
                  render: ({ only }) => t(`sensing.replay.only.${only}`),
                },
                {
                  key: "at",
                  title: t("sensing.replay.at"),
                  width: 160,
                  header: true,
                  render: ({ at }) => <ExactTime at={at} />,
                },
                {
                  key: "level",
                  title: t("sensing.replay.level"),
                  width: 96,
                  render: ({ level }) => <UrgencyTag urgency={level} />,
                },
                {
                  key: "device",
                  title: t("sensing.replay.device"),
                  width: 180,
                  render: ({ device }) => device,
                },
                {
                  key: "reading",
                  title: t("sensing.replay.reading"),
                  render: ({ reading }) => reading,
                },
              ]}
            />
          </div>
        </>
      )}
    </>
  );
}
