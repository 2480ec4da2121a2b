import { AssessmentPart, usualWeights } from "@gezhi/contract/assessment.ts";
import type { Limits } from "@gezhi/contract/configuration.ts";
import { usualClipDays } from "@gezhi/contract/evidence.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { Checkbox, InputNumber } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { UrgencyTag } from "../../../../shared/ui/tags.tsx";
import type { EditorProps } from "./editor-types.ts";
import { PatrolRulesEditor } from "./PatrolRulesEditor.tsx";
import { PriorityEditor } from "./PriorityEditor.tsx";

const days = ["suspensionMaxDays", "ratingDays", "archiveDays"] as const;
const stages = [
  "verify",
  "register",
  "return",
  "recheck",
  "crossTown",
  "district",
  "delay",
] as const;
const hotSpotParts = [
  ["least", 50],
  ["days", 180],
  ["metres", 1000],
] as const;
/** What holds where a document says nothing of hot spots. */
const usualHotSpot = { least: 3, days: 30, metres: 200 };
const workingTime: readonly Urgency[] = ["yellow", "blue"];

/** Limits that hold for everything; those of one category stand in the catalogue. */
export function LimitsEditor({ content, onChange, changes }: EditorProps<"limits">) {
  const { t } = useTranslation();
  const hotSpot = content.hotSpot ?? usualHotSpot;
  const weights = content.assessment ?? usualWeights;
  const set = (change: Partial<Limits>) => onChange?.({ ...content, ...change });
  const figure = (
    path: string,
    label: string,
    value: number,
    put: (value: number) => void,
    most: number,
    unit: string,
  ): ReactNode => (
    <Figure
      label={label}
      value={value}
      onChange={onChange && put}
      most={most}
      unit={unit}
      changed={changes.has(path)}
    />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard
    <div className="limits" tabIndex={0}>
      <section aria-labelledby="limits-stages">
        <h3 id="limits-stages">{t("configuration.stageLimits")}</h3>
        <p className="muted">{t("configuration.stageHint")}</p>
        <table className="data-table limits-matrix">
          <thead>
            <tr>
              <th scope="col">{t("configuration.stage")}</th>
              {Urgency.options.map((urgency) => (
                <th key={urgency} scope="col">
                  <UrgencyTag urgency={urgency} />{" "}
                  {t(
                    workingTime.includes(urgency)
                      ? "incident.basis.working"
                      : "incident.basis.natural",
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => (
              <tr key={stage}>
                <th scope="row">{t(`incident.stages.${stage}`)}</th>
                {Urgency.options.map((urgency) => (
                  <td key={urgency}>
                    {figure(
                      `stageMinutes.${stage}.${urgency}`,
                      `${t(`incident.stages.${stage}`)} ${t(`urgency.${urgency}`)}`,
                      content.stageMinutes[stage][urgency],
                      (minutes) =>
                        set({
                          stageMinutes: {
                            ...content.stageMinutes,
                            [stage]: { ...content.stageMinutes[stage], [urgency]: minutes },
                          },
                        }),
                      43_200,
                      t("configuration.minutes"),
                    )}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t("configuration.fields.mergeMinutes")}</th>
              {Urgency.options.map((urgency) => (
                <td key={urgency}>
                  {figure(
                    `mergeMinutes.${urgency}`,
                    `${t("configuration.fields.mergeMinutes")} ${t(`urgency.${urgency}`)}`,
                    content.mergeMinutes[urgency],
                    (minutes) =>
                      set({ mergeMinutes: { ...content.mergeMinutes, [urgency]: minutes } }),
                    10_080,
                    t("configuration.minutes"),
                  )}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <section aria-labelledby="limits-others">
        <h3 id="limits-others">{t("configuration.otherLimits")}</h3>
        <dl className="limits-list">
          {days.map((name) => (
            <div key={name}>
              <dt>{t(`configuration.fields.${name}`)}</dt>
              <dd>
                {figure(
                  name,
                  t(`configuration.fields.${name}`),
                  content[name],
                  (value) => set({ [name]: value }),
                  3650,
                  t("configuration.days"),
                )}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("configuration.fields.mergeMetres")}</dt>
            <dd>
              {figure(
                "mergeMetres",
                t("configuration.fields.mergeMetres"),
                content.mergeMetres,
                (mergeMetres) => set({ mergeMetres }),
                1000,
                t("configuration.metres"),
              )}
            </dd>
          </div>
          <div>
            <dt>{t("configuration.fields.clipDays")}</dt>
            <dd>
              {figure(
                "clipDays",
                t("configuration.fields.clipDays"),
                content.clipDays ?? usualClipDays,
                (clipDays) => set({ clipDays }),
                180,
                t("configuration.days"),
              )}
            </dd>
          </div>
          {hotSpotParts.map(([name, most]) => (
            <div key={name}>
              <dt>
                {t("configuration.fields.hotSpot")} {t(`configuration.fields.${name}`)}
              </dt>
              <dd>
                {figure(
                  `hotSpot.${name}`,
                  `${t("configuration.fields.hotSpot")} ${t(`configuration.fields.${name}`)}`,
                  hotSpot[name],
                  (value) => set({ hotSpot: { ...hotSpot, [name]: value } }),
                  most,
                  t(`configuration.${name === "least" ? "pieces" : name}`),
                )}
              </dd>
            </div>
          ))}
          {AssessmentPart.options.map((part) => (
            <div key={part}>
              <dt>
                {t("assessment.open")} {t(`assessment.parts.${part}`)}
              </dt>
              <dd>
                {figure(
                  `assessment.${part}`,
                  `${t("assessment.open")} ${t(`assessment.parts.${part}`)}`,
                  weights[part],
                  (value) => set({ assessment: { ...weights, [part]: value } }),
                  100,
                  "%",
                )}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("configuration.fields.selfHandledSample")}</dt>
            <dd>
              {figure(
                "selfHandledSample",
                t("configuration.fields.selfHandledSample"),
                Math.round(content.selfHandledSample * 1000) / 10,
                (percent) => set({ selfHandledSample: percent / 100 }),
                100,
                "%",
              )}
            </dd>
          </div>
          <div>
            <dt>{t("configuration.fields.verifyFirst")}</dt>
            <dd>
              <Checkbox.Group
                disabled={!onChange}
                value={content.verifyFirst}
                options={ReportSource.options.map((value) => ({
                  value: value as string,
                  label: t(`incident.sources.${value}`),
                }))}
                onChange={(verifyFirst) => set({ verifyFirst })}
              />
              {changes.has("verifyFirst") && <Changed />}
            </dd>
          </div>
        </dl>
      </section>
      <PriorityEditor
        priority={content.priority}
        onChange={onChange && ((priority) => set({ priority }))}
        changed={changes.has("priority")}
      />
      <PatrolRulesEditor
        patrols={content.patrols}
        onChange={onChange && ((patrols) => set({ patrols }))}
        changed={changes.has("patrols")}
      />
    </div>
  );
}

type FigureProps = {
  label: string;
  value: number;
  onChange: ((value: number) => void) | undefined;
  most: number;
  unit: string;
  changed: boolean;
};

function Figure({ label, value, onChange, most, unit, changed }: FigureProps) {
  if (!onChange)
    return (
      <span className="figures">
        {value} {unit}
      </span>
    );
  return (
    <>
      <InputNumber
        aria-label={label}
        size="small"
        min={0}
        max={most}
        value={value}
        suffix={unit}
        onChange={(next) => next !== null && onChange(next)}
        style={{ width: 120 }}
      />
      {changed && <Changed />}
    </>
  );
}

function Changed() {
  const { t } = useTranslation();
  return <span className="change-mark">{t("configuration.changes.changed")}</span>;
}
