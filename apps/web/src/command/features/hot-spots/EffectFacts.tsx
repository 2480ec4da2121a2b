import type { Effect, IssueClassDetail } from "@gezhi/contract/hot-spots.ts";
import { useTranslation } from "react-i18next";
import { formatTime } from "../../../shared/time.tsx";
import { Section } from "../incident/Section.tsx";

/** Before the measures held and since, per 30 days. */
export function EffectFacts({ of }: { of: IssueClassDetail }) {
  const { t } = useTranslation();
  const { cards, unit } = of.effect;
  return (
    <Section title={t("hotSpots.classes.effect")}>
      <table className="data-table hot-spot-effect">
        <caption className="visually-hidden">{t("hotSpots.classes.effect")}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t("hotSpots.classes.unit")}</span>
            </th>
            <th scope="col">
              {t("hotSpots.classes.before")}
              <br />
              <span className="muted figures">
                {formatTime(of.baselineFrom, "day")} –
                {of.effectFrom ? ` ${formatTime(of.effectFrom, "day")}` : ""}
              </span>
            </th>
            <th scope="col">
              {t("hotSpots.classes.after")}
              <br />
              <span className="muted figures">
                {of.effectFrom ? `${formatTime(of.effectFrom, "day")} –` : ""}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {cards && <Row name={t("hotSpots.classes.effectCards")} effect={cards} />}
          <Row name={t("hotSpots.classes.effectUnit", { name: of.unit.name })} effect={unit} />
        </tbody>
      </table>
      <p className="muted">{t("hotSpots.classes.effectLine")}</p>
    </Section>
  );
}

const Row = ({ name, effect }: { name: string; effect: Effect }) => (
  <tr>
    <th scope="row">{name}</th>
    <Rate rate={effect.before} />
    <Rate rate={effect.after} />
  </tr>
);

function Rate({ rate }: { rate: Effect["after"] }) {
  const { t } = useTranslation();
  if (!rate) return <td className="muted">{t("hotSpots.classes.notYet")}</td>;
  return (
    <td>
      <strong>
        {rate.per30 === null
          ? t("hotSpots.classes.tooShort")
          : t("hotSpots.classes.per30", { n: rate.per30 })}
      </strong>
      <br />
      <span className="muted">
        {t("hotSpots.classes.ofDays", { n: rate.n, days: Math.round(rate.days) })}
      </span>
    </td>
  );
}
