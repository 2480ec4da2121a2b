import { useTranslation } from "react-i18next";
import { roundedScale, type Scale } from "./scale-rules.ts";

/** In millimetres of the paper, so that a ruler on the sheet finds it true. */
export function ScaleBar({ scale: { barM, barMm, denominator } }: { scale: Scale }) {
  const { t, i18n } = useTranslation();
  const told =
    barM < 1000 ? `${barM} ${t("plots.units.m")}` : `${barM / 1000} ${t("plots.units.km")}`;
  const ratio = roundedScale(denominator).toLocaleString(i18n.language);
  return (
    <figure className="print-scale figures" aria-label={t("mapPrint.scale")}>
      <div className="print-scale-bar" style={{ width: `${barMm}mm` }} data-metres={barM}>
        <span>0</span>
        <span>{told}</span>
      </div>
      <figcaption>1 : {ratio}</figcaption>
    </figure>
  );
}
