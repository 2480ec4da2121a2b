import { BarChart as Bars } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useDark } from "../preferences.ts";

use([Bars, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

const font = "Noto Sans SC Variable";

export type Bar = { key: string; name: string; value: number | null; text: string };
type Props = {
  label: string;
  bars: readonly Bar[];
  /** Writes a value of the axis. */
  format: (value: number) => string;
  /** Things that are counted: no axis says half a matter. */
  whole?: boolean;
  onBar?: ((key: string) => void) | undefined;
  height?: number;
};

/** One figure of several parts, side by side in the order they come. What it shows must stand in a table as well. */
export function BarChart({ label, bars, format, whole = false, onBar, height = 300 }: Props) {
  const dark = useDark();
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const text = bars.map(({ name }) => name).join("");

  useEffect(() => {
    if (!box.current) return undefined;
    const made = init(box.current);
    setChart(made);
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
      setChart(undefined);
    };
  }, []);

  useEffect(() => {
    if (!chart) return undefined;
    let current = true;
    const draw = async () => {
      // Canvas text does not repaint when a font slice arrives, so the slices come first.
      await document.fonts.load(`400 12px "${font}"`, `${text}0123456789%.,-`);
      if (!current) return;
      const style = getComputedStyle(document.documentElement);
      const colour = (variable: string) => style.getPropertyValue(variable).trim();
      chart.setOption(
        {
          animation: false,
          darkMode: dark,
          aria: { enabled: true, label: { description: label } },
          textStyle: { fontFamily: `"${font}", sans-serif`, color: colour("--text-2") },
          grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
          tooltip: {
            trigger: "axis",
            axisPointer: { type: "shadow" },
            backgroundColor: colour("--surface"),
            borderColor: colour("--border-strong"),
            textStyle: { color: colour("--text"), fontSize: 13 },
            formatter: (shown: unknown) => {
              const [one] = (Array.isArray(shown) ? shown : [shown]) as { dataIndex: number }[];
              const bar = bars[one?.dataIndex ?? -1];
              return bar ? `${bar.name}<br><strong>${bar.text}</strong>` : "";
            },
          },
          xAxis: {
            type: "category",
            data: bars.map(({ name }) => name),
            axisTick: { show: false },
            axisLine: { lineStyle: { color: colour("--border-strong") } },
            axisLabel: {
              color: colour("--text-2"),
              hideOverlap: true,
              rotate: bars.length > 14 ? 45 : 0,
            },
          },
          yAxis: {
            type: "value",
            ...(whole ? { minInterval: 1 } : {}),
            axisLabel: { formatter: format, color: colour("--text-2") },
            splitLine: { lineStyle: { color: colour("--border") } },
          },
          series: [
            {
              type: "bar",
              barMaxWidth: 36,
              itemStyle: { color: colour("--accent") },
              cursor: onBar ? "pointer" : "default",
              data: bars.map(({ value }) => value ?? "-"),
            },
          ],
        },
        { notMerge: true },
      );
      chart.off("click");
      if (onBar)
        chart.on("click", ({ dataIndex }) => {
          const bar = bars[dataIndex];
          if (bar) onBar(bar.key);
        });
    };
    void draw();
    return () => {
      current = false;
    };
  }, [chart, bars, format, whole, onBar, text, label, dark]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- ECharts draws into it
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}
