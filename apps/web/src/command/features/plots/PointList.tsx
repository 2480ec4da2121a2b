import { AimOutlined, DeleteOutlined } from "@ant-design/icons";
import { useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readView } from "../map/map-view-rules.ts";
import { addPoint, dropPoint, movePoint, type Draft } from "./plot-draft.ts";
import { readPoint } from "./point-rules.ts";

/** The corners as numbers: everything the pointer does on the map can be typed here. */
export function PointList({ draft: { points, shape } }: { draft: Draft }) {
  const { t } = useTranslation();
  const search = useSearch({ strict: false });
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const middle = readView(typeof search.view === "string" ? search.view : undefined);
  function add(): void {
    const point = readPoint(typed);
    setWrong(point === undefined);
    if (!point) return;
    addPoint(point);
    setTyped("");
  }
  return (
    <fieldset className="plot-points">
      <legend>{t("plots.points", { n: points.length })}</legend>
      <ol>
        {points.map((point, index) => (
          <PointRow key={`${index} ${point.join()}`} index={index} text={point.join(", ")} />
        ))}
      </ol>
      <div className="plot-point">
        <Input
          size="small"
          aria-label={t("plots.addPoint")}
          placeholder="106.57000, 29.55000"
          value={typed}
          status={wrong ? "error" : ""}
          onChange={({ target }) => setTyped(target.value)}
          onPressEnter={(event) => {
            event.preventDefault();
            add();
          }}
        />
        <Button size="small" onClick={add}>
          {t("plots.add")}
        </Button>
        {middle && (
          <Button
            size="small"
            icon={<AimOutlined aria-hidden />}
            aria-label={t("plots.addMiddle")}
            title={t("plots.addMiddle")}
            onClick={() => addPoint([middle.lon, middle.lat])}
          />
        )}
      </div>
      {wrong && <p role="alert">{t("plots.pointWrong")}</p>}
      <p className="muted map-note">{t(`plots.hints.${shape}`)}</p>
    </fieldset>
  );
}

function PointRow({ index, text }: { index: number; text: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const commit = () => {
    const point = readPoint(typed);
    if (point && typed !== text) movePoint(index, point);
    else setTyped(text);
  };
  return (
    <li className="plot-point">
      <Input
        size="small"
        aria-label={t("plots.pointNumber", { n: index + 1 })}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={commit}
        onPressEnter={(event) => {
          event.preventDefault();
          commit();
        }}
      />
      <Button
        size="small"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("plots.dropPoint", { n: index + 1 })}
        onClick={() => dropPoint(index)}
      />
    </li>
  );
}
