import { Kpi } from "@gezhi/contract/figures.ts";
import { type Wall, WallTile } from "@gezhi/contract/wall.ts";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { definitionOf } from "../../../../shared/figures/figure-words.ts";
import type { EditorProps } from "./editor-types.ts";

const modes = ["peace", "emergency"] as const;
const sides = ["left", "right"] as const;
const standing = ["open", "overdue", "dueToday"] as const;

/** Which figures stand above the map of the wall and which tiles beside it, from top to bottom. */
export function WallEditor({ content, onChange, changes }: EditorProps<"wall">) {
  const { t, i18n } = useTranslation();
  const set = (change: Partial<Wall>) => onChange?.({ ...content, ...change });
  const kpis = Kpi.options.map((kpi) => ({
    value: kpi,
    label: definitionOf(kpi, i18n.language).name,
  }));
  const line = <T extends string>(
    path: string,
    label: string,
    value: T[],
    options: { value: T; label: string }[],
    put: (value: T[]) => void,
    most: number,
  ) => (
    <label className={changes.has(path) ? "wall-line changed" : "wall-line"}>
      <span>{label}</span>
      <Select<T[]>
        mode="multiple"
        aria-label={label}
        value={value}
        options={options}
        maxCount={most}
        disabled={!onChange}
        onChange={put}
        style={{ width: "100%" }}
      />
    </label>
  );
  return (
    <div className="wall-editor">
      {line(
        "standing",
        t("wall.parts.standing"),
        content.standing,
        standing.map((value) => ({ value, label: t(`wall.standing.${value}`) })),
        (value) => set({ standing: value }),
        3,
      )}
      {line(
        "figures",
        t("wall.parts.figures"),
        content.figures,
        kpis,
        (figures) => set({ figures }),
        6,
      )}
      {line("rates", t("wall.parts.rates"), content.rates, kpis, (rates) => set({ rates }), 6)}
      {modes.flatMap((mode) =>
        sides.map((side) => (
          <div key={`${mode} ${side}`}>
            {line(
              `${mode}.${side}`,
              `${t(`wall.parts.${mode}`)} ${t(`wall.parts.${side}`)}`,
              content[mode][side],
              WallTile.options.map((value) => ({ value, label: t(`wall.tiles.${value}`) })),
              (value) => set({ [mode]: { ...content[mode], [side]: value } }),
              4,
            )}
          </div>
        )),
      )}
    </div>
  );
}
