import type { Urgency } from "@gezhi/contract/incidents.ts";
import { LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useDark } from "../preferences.ts";
import { formatTime } from "../time.tsx";

use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

export type ChartLevel = { level: Urgency; value: number; label: string };
export type ChartPoint = { at: string; value: number; min: number; max: number };
type Props = {
  label: string;
  name: string;
  unit: string;
  points: readonly ChartPoint[];
  levels: readonly ChartLevel[];
  from: string;
  to: string;
  height?: number;
};

const font = "Noto Sans SC Variable";
const number = (value: number) =>
  new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 3 }).format(value);

/** One series over time. Canvas text does not repaint when a font slice arrives, so the slices come first. */
export function TimeChart({ label, name, unit, points, levels, from, to, height = 280 }: Props) {
  const dark = useDark();
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const text = `${name}${unit}${levels.map((one) => one.label).join("")}0123456789-:`;

  useEffect(() => {
    if (!box.current) return undefined;
    const element = box.current;
    let made: EChartsType | undefined;
    let current = true;
    const start = async () => {
      await document.fonts.load(`400 12px "${font}"`, text);
      if (!current) return;
      made = init(element);
      setChart(made);
    };
    void start();
    const watch = new ResizeObserver(() => made?.resize());
    watch.observe(element);
    return () => {
      current = false;
      watch.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, [text]);

  useEffect(() => {
    if (!chart) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (variable: string) => style.getPropertyValue(variable).trim();
    const at = (point: ChartPoint) => Date.parse(point.at);
    const stacked = (key: "min" | "span") => ({
      type: "line" as const,
      stack: "band",
      symbol: "none",
      silent: true,
      lineStyle: { opacity: 0 },
      ...(key === "span" ? { areaStyle: { color: colour("--accent"), opacity: 0.16 } } : {}),
      data: points.map((point) => [at(point), key === "min" ? point.min : point.max - point.min]),
    });
    // Points that stand for several readings show their extremes as a band.
    const band = points.some(({ min, max }) => min !== max);
    const values = points.flatMap(({ min, max }) => [min, max]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    // A level far from all readings is named below, not drawn: it would flatten them.
    const reach = Math.max(most - least, Math.abs(most) * 0.5, 1) * 3;
    const near = levels.filter(({ value }) => value <= most + reach && value >= least - reach);
    const extent = [...values, ...near.map(({ value }) => value)];
    chart.setOption(
      {
        animation: false,
        darkMode: dark,
        aria: { enabled: true, label: { description: label } },
        textStyle: { fontFamily: `"${font}", sans-serif`, color: colour("--text-2") },
        grid: { left: 8, right: 118, top: 28, bottom: 8, containLabel: true },
        tooltip: {
          trigger: "axis",
          backgroundColor: colour("--surface"),
          borderColor: colour("--border-strong"),
          textStyle: { color: colour("--text"), fontSize: 13 },
          formatter: (shown: unknown) => {
            const found = (Array.isArray(shown) ? shown : [shown]) as { dataIndex: number }[];
            const point = points[found[0]?.dataIndex ?? -1];
            if (!point) return "";
            const span =
              point.min === point.max ? "" : `（${number(point.min)} – ${number(point.max)}）`;
            return `${formatTime(point.at)}<br><strong>${number(point.value)} ${unit}</strong>${span}`;
          },
        },
        xAxis: {
          type: "time",
          min: Date.parse(from),
          max: Date.parse(to),
          axisLine: { lineStyle: { color: colour("--border-strong") } },
          axisLabel: {
            hideOverlap: true,
            color: colour("--text-2"),
            formatter: { day: "{MM}-{dd}", hour: "{HH}:{mm}", minute: "{HH}:{mm}" },
          },
        },
        yAxis: {
          type: "value",
          name: unit,
          nameTextStyle: { color: colour("--text-2"), align: "left" },
          min: Math.min(0, ...extent),
          max: niceTop(Math.max(...extent)),
          axisLabel: { formatter: number, color: colour("--text-2") },
          splitLine: { lineStyle: { color: colour("--border") } },
        },
        series: [
          ...(band ? [stacked("min"), stacked("span")] : []),
          {
            type: "line",
            name,
            symbol: points.length < 60 ? "circle" : "none",
            symbolSize: 5,
            sampling: "lttb",
            lineStyle: { width: 1.6, color: colour("--accent") },
            itemStyle: { color: colour("--accent") },
            data: points.map((point) => [at(point), point.value]),
            markLine: {
              symbol: "none",
              silent: true,
              label: { position: "end", fontSize: 12, color: colour("--text"), formatter: "{b}" },
              data: near.map(({ level, value, label: words }) => ({
                name: words,
                yAxis: value,
                lineStyle: {
                  type: "dashed",
                  width: 1.5,
                  color: colour(level === "blue" ? "--border-strong" : `--${level}`),
                },
              })),
            },
          },
        ],
      },
      { notMerge: true },
    );
  }, [chart, points, levels, from, to, unit, name, label, dark]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- ECharts draws into it
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}

/** A little room above the highest line, ended at a figure people like. */
function niceTop(value: number): number {
  if (value <= 0) return value === 0 ? 1 : 0;
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil((value * 1.05) / step) * step;
}
