import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { PlotKind, shapesOfPlots, type PlotGeometry } from "@gezhi/contract/plots.ts";
import { Alert, Button, Input, Segmented, Select } from "antd";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BadgeSign } from "../map/map-badges.tsx";
import { Measured } from "./Measured.tsx";
import { measureOf } from "./measure-rules.ts";
import {
  beginDraft,
  endDraft,
  geometryOf,
  redo,
  setKind,
  undo,
  useDraft,
  type Draft,
} from "./plot-draft.ts";
import { plotSigns } from "./plot-signs.ts";
import { PointList } from "./PointList.tsx";

export type Drawing = { kind: PlotKind; name: string; note: string; geometry: PlotGeometry };
type Props = {
  first: Draft & { name: string; note: string };
  /** Whose it is: a choice, or what is settled. */
  owner: ReactNode;
  pending: boolean;
  problem: Error | null;
  onSave: (drawing: Drawing) => void;
  onCancel: () => void;
};

const optionOf = ({ data }: { data: { value: PlotKind; label: string } }) => (
  <>
    <BadgeSign shape="plot" {...plotSigns[data.value]} /> {data.label}
  </>
);

/** What it is, what it is called, and its points; the map draws along. */
export function PlotForm({ first, owner, pending, problem, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(first.name);
  const [note, setNote] = useState(first.note);
  const state = useDraft();
  const begin = useEffectEvent(() => beginDraft(first));
  useEffect(() => {
    begin();
    return endDraft;
  }, []);
  useUndoKeys();
  if (!state) return null;
  const { draft, past, future } = state;
  const { kind, shape, points } = draft;
  const geometry = geometryOf(draft);
  // A drawing without a name of its own is called what it is.
  const called = name.trim() || t(`plots.kinds.${kind}`);
  return (
    <form
      className="plot-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (geometry) onSave({ kind, name: called, note, geometry });
      }}
    >
      {owner}
      <label>
        {t("plots.kind")}
        <Select
          value={kind}
          aria-label={t("plots.kind")}
          options={PlotKind.options.map((value) => ({ value, label: t(`plots.kinds.${value}`) }))}
          optionRender={optionOf}
          onChange={(next) => {
            const shapes = shapesOfPlots[next];
            setKind(next, shapes.includes(shape) ? shape : shapes[0]);
          }}
        />
      </label>
      {shapesOfPlots[kind].length > 1 && (
        <Segmented
          block
          value={shape}
          aria-label={t("plots.shape")}
          options={shapesOfPlots[kind].map((value) => ({
            value,
            label: t(`plots.shapes.${value}`),
          }))}
          onChange={(next) => setKind(kind, next)}
        />
      )}
      <label>
        {t("plots.name")}
        <Input
          value={name}
          maxLength={40}
          placeholder={t(`plots.kinds.${kind}`)}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label>
        {t("plots.note")}
        <Input.TextArea
          value={note}
          maxLength={300}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      <PointList draft={draft} />
      <output className="plot-measure figures">
        <Measured measure={measureOf(shape, points)} />
      </output>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <p className="plot-tools">
        <Button type="primary" htmlType="submit" disabled={!geometry} loading={pending}>
          {t("plots.save")}
        </Button>
        <Button onClick={onCancel}>{t("plots.cancel")}</Button>
        <Button
          icon={<UndoOutlined aria-hidden />}
          disabled={past.length === 0}
          aria-label={t("plots.undo")}
          aria-keyshortcuts="Control+Z"
          title={t("plots.undo")}
          onClick={undo}
        />
        <Button
          icon={<RedoOutlined aria-hidden />}
          disabled={future.length === 0}
          aria-label={t("plots.redo")}
          aria-keyshortcuts="Control+Y"
          title={t("plots.redo")}
          onClick={redo}
        />
      </p>
    </form>
  );
}

/** Where nobody types, Ctrl Z and Ctrl Y go through the points. */
function useUndoKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
      if (typing || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
