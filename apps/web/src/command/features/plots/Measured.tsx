import { useTranslation } from "react-i18next";
import { areaText, lengthText, type Measure } from "./measure-rules.ts";

export function Measured({ measure: { lengthM, areaM2 } }: { measure: Measure }) {
  const { t } = useTranslation();
  const told = (text: { n: string; unit: "m" | "km" | "m2" | "km2" }) =>
    `${text.n} ${t(`plots.units.${text.unit}`)}`;
  return (
    <>
      {lengthM !== undefined && (
        <span>
          {t(areaM2 === undefined ? "plots.length" : "plots.perimeter")} {told(lengthText(lengthM))}
        </span>
      )}
      {areaM2 !== undefined && (
        <span>
          {" · "}
          {t("plots.area")} {told(areaText(areaM2))}
        </span>
      )}
    </>
  );
}
