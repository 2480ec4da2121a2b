import type { Limits, PatrolRule } from "@gezhi/contract/configuration.ts";
import { usualPatrols } from "@gezhi/contract/patrol-duties.ts";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { usePatrolDuties } from "../../../../shared/patrols/my-patrols.ts";

const columns = ["duty", "everyDays", "season", "seasonDays", "kinds", "tags"] as const;
const months = Array.from({ length: 12 }, (_, index) => index + 1);

type Props = {
  patrols: Limits["patrols"];
  onChange: ((patrols: PatrolRule[]) => void) | undefined;
  changed: boolean;
};

/** How often the duties of the grid's list are walked, and in which grids (R26). */
export function PatrolRulesEditor({ patrols = usualPatrols, onChange, changed }: Props) {
  const { t } = useTranslation();
  const duties = usePatrolDuties();
  const nameOf = (code: string) => duties.find((duty) => duty.code === code)?.task ?? code;
  const left = duties.filter(({ code }) => !patrols.some(({ duty }) => duty === code));
  const put = (at: number, next: PatrolRule) =>
    onChange?.(patrols.map((one, index) => (index === at ? next : one)));
  return (
    <section aria-labelledby="limits-patrols">
      <h3 id="limits-patrols">
        {t("configuration.patrols.title")}{" "}
        {changed && <span className="change-mark">{t("configuration.changes.changed")}</span>}
      </h3>
      <p className="muted">{t("configuration.patrols.hint")}</p>
      <div className="priority-scroll">
        <table className="data-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`configuration.patrols.${column}`)}
                </th>
              ))}
              {onChange && <th scope="col">{t("configuration.tools")}</th>}
            </tr>
          </thead>
          <tbody>
            {patrols.map((rule, at) => (
              <tr key={rule.duty}>
                <th scope="row">{nameOf(rule.duty)}</th>
                {onChange ? (
                  <Fields rule={rule} name={nameOf(rule.duty)} put={(next) => put(at, next)} />
                ) : (
                  <Told rule={rule} />
                )}
                {onChange && (
                  <td>
                    <Button
                      size="small"
                      danger
                      aria-label={t("configuration.removeRow", { name: nameOf(rule.duty) })}
                      onClick={() => onChange(patrols.filter((_, index) => index !== at))}
                    >
                      {t("configuration.priority.remove")}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onChange && left.length > 0 && (
        <Select
          size="small"
          aria-label={t("configuration.addRow")}
          placeholder={t("configuration.addRow")}
          value={null}
          options={left.map(({ code, task }) => ({ value: code, label: task }))}
          onChange={(duty: string) =>
            onChange([...patrols, { duty, everyDays: 7, kinds: [], tags: [] }])
          }
          style={{ width: 200 }}
        />
      )}
    </section>
  );
}

function Told({ rule: { everyDays, season, kinds, tags } }: { rule: PatrolRule }) {
  const { t } = useTranslation();
  const days = (count: number) => `${count} ${t("configuration.days")}`;
  return (
    <>
      <td className="figures">{days(everyDays)}</td>
      <td className="figures">{season?.months.join("、") ?? "—"}</td>
      <td className="figures">{season ? days(season.everyDays) : "—"}</td>
      <td>{kinds.map((kind) => t(`places.kinds.${PlaceKind.parse(kind)}`)).join("、")}</td>
      <td>
        {tags.join("、")}
        {kinds.length + tags.length === 0 && t("configuration.patrols.everywhere")}
      </td>
    </>
  );
}

type FieldsProps = { rule: PatrolRule; name: string; put: (rule: PatrolRule) => void };

function Fields({ rule, name, put }: FieldsProps) {
  const { t } = useTranslation();
  const { season, ...plain } = rule;
  const label = (column: (typeof columns)[number]) =>
    `${name} ${t(`configuration.patrols.${column}`)}`;
  const days = (
    column: "everyDays" | "seasonDays",
    value: number | null,
    set: (next: number) => void,
  ) => (
    <InputNumber
      size="small"
      aria-label={label(column)}
      min={1}
      max={90}
      precision={0}
      value={value}
      disabled={value === null}
      onChange={(next) => next !== null && set(next)}
      style={{ width: 70 }}
    />
  );
  return (
    <>
      <td>{days("everyDays", rule.everyDays, (everyDays) => put({ ...rule, everyDays }))}</td>
      <td>
        <Select
          size="small"
          mode="multiple"
          aria-label={label("season")}
          value={season?.months ?? []}
          options={months.map((month) => ({ value: month, label: String(month) }))}
          onChange={(chosen: number[]) =>
            put(
              chosen.length === 0
                ? plain
                : {
                    ...plain,
                    season: {
                      months: chosen.toSorted((a, b) => a - b),
                      everyDays: season?.everyDays ?? 1,
                    },
                  },
            )
          }
          style={{ minWidth: 150 }}
        />
      </td>
      <td>
        {days("seasonDays", season?.everyDays ?? null, (everyDays) =>
          put(season ? { ...rule, season: { ...season, everyDays } } : rule),
        )}
      </td>
      <td>
        <Select
          size="small"
          mode="multiple"
          aria-label={label("kinds")}
          value={rule.kinds}
          options={PlaceKind.options.map((kind) => ({
            value: kind as string,
            label: t(`places.kinds.${kind}`),
          }))}
          onChange={(kinds: string[]) => put({ ...rule, kinds })}
          style={{ minWidth: 180 }}
        />
      </td>
      <td>
        <Select
          size="small"
          mode="tags"
          aria-label={label("tags")}
          value={rule.tags}
          onChange={(tags: string[]) => put({ ...rule, tags })}
          style={{ minWidth: 140 }}
        />
      </td>
    </>
  );
}
