import { useTranslation } from "react-i18next";

/** Whose data the map shows, and that derived borders are none. */
export function AttributionLine({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <details className="map-attribution">
      <summary>{t("cityMap.approximate")}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
