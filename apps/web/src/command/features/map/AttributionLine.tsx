import { useTranslation } from "react-i18next";

type Props = {
  lines: readonly string[];
  /** The map service's own line, which its terms want in sight: not folded away. */
  service?: string | undefined;
};

/** Whose data the map shows, and that derived borders are none. */
export function AttributionLine({ lines, service }: Props) {
  const { t } = useTranslation();
  return (
    <details className="map-attribution">
      <summary>
        {service && `${service} · `}
        {t("cityMap.approximate")}
      </summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
