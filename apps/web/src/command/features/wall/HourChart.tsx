import { useTranslation } from "react-i18next";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const [width, height, foot] = [480, 150, 22];

type Props = { label: string; today: readonly number[]; before: readonly number[] };

/** Bars of today before a line of yesterday. Drawn by the page itself: nothing to keep, nothing to release. */
export function HourChart({ label, today, before }: Props) {
  const { t } = useTranslation();
  const most = Math.max(0, ...today, ...before);
  const top = Math.max(4, most);
  const x = (hour: number) => (hour * width) / 24;
  const y = (value: number) => (height - foot) * (1 - value / top) + 2;
  return (
    <figure className="wall-hours">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        preserveAspectRatio="none"
      >
        {today.map((value, hour) => (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- the place is the hour
            key={hour}
            className={hour === today.length - 1 ? "now" : ""}
            x={x(hour) + 2}
            width={width / 24 - 4}
            y={y(value)}
            height={height - foot + 2 - y(value)}
          />
        ))}
        <polyline points={before.map((value, hour) => `${x(hour + 0.5)},${y(value)}`).join(" ")} />
      </svg>
      <div className="wall-hours-axis" aria-hidden>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      <figcaption>
        <span className="wall-key-today">{t("wall.today")}</span>
        <span className="wall-key-before">{t("wall.yesterday")}</span>
        <span>{t("wall.most", { n: most })}</span>
      </figcaption>
      <table className="visually-hidden">
        <caption>{label}</caption>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour}>
              <th scope="row">
                {hour} {t("wall.hour")}
              </th>
              <td>{today[hour] ?? ""}</td>
              <td>{before[hour] ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
