import type { Limits, PriorityObject } from "@gezhi/contract/configuration.ts";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { usualPriority } from "@gezhi/contract/priority.ts";
import { Button, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

const farthestM = 500;
const fresh: PriorityObject = {
  name: "重点场所",
  kinds: ["school"],
  tags: [],
  metres: 100,
  points: 1,
  highest: "yellow",
};

/** Key places that make what happens near them more urgent (R77). */
export function PriorityEditor({
  priority = usualPriority,
  onChange,
  changed,
}: {
  priority: Limits["priority"];
  onChange: ((priority: PriorityObject[]) => void) | undefined;
  changed: boolean;
}) {
  const { t } = useTranslation();
  const put = (at: number, change: Partial<PriorityObject>) =>
    onChange?.(priority.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <section aria-labelledby="limits-priority">
      <h3 id="limits-priority">
        {t("configuration.priority.title")}{" "}
        {changed && <span className="change-mark">{t("configuration.changes.changed")}</span>}
      </h3>
      <p className="muted">{t("configuration.priority.hint")}</p>
      <div className="priority-scroll">
        <table className="data-table">
          <thead>
            <tr>
              {(
                ["name", "kinds", "tags", "categories", "metres", "points", "highest"] as const
              ).map((column) => (
                <th key={column} scope="col">
                  {t(`configuration.priority.${column}`)}
                </th>
              ))}
              {onChange && <th scope="col">{t("configuration.tools")}</th>}
            </tr>
          </thead>
          <tbody>
            {priority.map((object, at) => (
              // Rows have no key of their own and keep their order.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at}>
                {onChange ? (
                  <Fields object={object} put={(change) => put(at, change)} />
                ) : (
                  <Told object={object} />
                )}
                {onChange && (
                  <td>
                    <Button
                      size="small"
                      danger
                      onClick={() => onChange(priority.filter((_, index) => index !== at))}
                      aria-label={t("configuration.removeRow", { name: object.name })}
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
      {onChange && (
        <Button size="small" onClick={() => onChange([...priority, fresh])}>
          {t("configuration.addRow")}
        </Button>
      )}
    </section>
  );
}

function Told({ object }: { object: PriorityObject }) {
  const { t } = useTranslation();
  const kindOf = (kind: string) => t(`places.kinds.${PlaceKind.parse(kind)}`);
  return (
    <>
      <th scope="row">{object.name}</th>
      <td>{object.kinds.map(kindOf).join("、")}</td>
      <td>{object.tags.join("、")}</td>
      <td>{object.categories?.join("、") ?? t("configuration.priority.all")}</td>
      <td className="figures">
        {object.metres} {t("configuration.metres")}
      </td>
      <td className="figures">+{object.points}</td>
      <td>{t(`urgency.${object.highest}`)}</td>
    </>
  );
}

function Fields({
  object,
  put,
}: {
  object: PriorityObject;
  put: (change: Partial<PriorityObject>) => void;
}) {
  const { t } = useTranslation();
  const label = (column: keyof PriorityObject) =>
    `${object.name} ${t(`configuration.priority.${column}`)}`;
  const number = (column: "metres" | "points", most: number) => (
    <InputNumber
      size="small"
      aria-label={label(column)}
      min={1}
      max={most}
      precision={0}
      value={object[column]}
      onChange={(value) => value !== null && put({ [column]: value })}
      style={{ width: 72 }}
    />
  );
  const words = (
    column: "tags" | "categories",
    onChange: (words: string[]) => void,
    whenNone?: string,
  ) => (
    <Select
      size="small"
      mode="tags"
      aria-label={label(column)}
      placeholder={whenNone}
      value={object[column] ?? []}
      onChange={onChange}
      style={{ width: 120 }}
    />
  );
  return (
    <>
      <td>
        <Input
          size="small"
          aria-label={label("name")}
          maxLength={20}
          value={object.name}
          onChange={({ target }) => put({ name: target.value })}
        />
      </td>
      <td>
        <Select
          size="small"
          mode="multiple"
          aria-label={label("kinds")}
          value={object.kinds}
          options={PlaceKind.options.map((kind) => ({
            value: kind as string,
            label: t(`places.kinds.${kind}`),
          }))}
          onChange={(kinds) => put({ kinds })}
          style={{ width: 200 }}
        />
      </td>
      <td>{words("tags", (tags) => put({ tags }))}</td>
      <td>
        {words(
          "categories",
          (categories) => put({ categories: categories.length > 0 ? categories : undefined }),
          t("configuration.priority.all"),
        )}
      </td>
      <td>{number("metres", farthestM)}</td>
      <td>{number("points", 2)}</td>
      <td>
        <Select
          size="small"
          aria-label={label("highest")}
          value={object.highest}
          options={(["orange", "yellow"] as const).map((urgency) => ({
            value: urgency,
            label: t(`urgency.${urgency}`),
          }))}
          onChange={(highest) => put({ highest })}
          style={{ width: 96 }}
        />
      </td>
    </>
  );
}
