import type { HotSpotDetail } from "@gezhi/contract/hot-spots.ts";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import type { FeatureCollection } from "geojson";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime } from "../../../shared/time.tsx";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { Section } from "../incident/Section.tsx";
import { AskReason } from "../places/AskReason.tsx";
import { whereOf } from "./CardTable.tsx";
import { ClassForm } from "./ClassForm.tsx";
import { useCloseHotSpot, useHotSpot } from "./hot-spot-queries.ts";
import { OccurrenceTable } from "./OccurrenceTable.tsx";
import { StepList } from "./StepList.tsx";
import "./hot-spots.css";

export function HotSpotPage({ id }: { id: string }) {
  const query = useHotSpot(id);
  return (
    <QueryState query={query} rows={8}>
      {(card) => <Loaded card={card} />}
    </QueryState>
  );
}

function Loaded({ card }: { card: HotSpotDetail }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useServerWords();
  const [asking, setAsking] = useState<"close" | "classify">();
  const close = useCloseHotSpot(card.id);
  const { number, category, status, members, previous, closed, issueClass } = card;
  const kind = words.category(category.name);
  return (
    <article className="hot-spot" aria-label={`${number} ${kind}`}>
      <header>
        <Link to="/hot-spots">{t("hotSpots.back")}</Link>
        <div className="hot-spots-bar">
          <h1>
            {kind} · {t("hotSpots.pieces", { n: members })}
          </h1>
          <strong>{t(`hotSpots.statuses.${status}`)}</strong>
          {card.ofPast && <span className="muted">{t("hotSpots.ofPast")}</span>}
          {card.simulated && <SimulatedTag />}
          <span className="muted figures">{number}</span>
          <span className="hot-spots-tools no-print">
            {card.actions.includes("classify") && (
              <Button type="primary" onClick={() => setAsking("classify")}>
                {t("hotSpots.classify")}
              </Button>
            )}
            {card.actions.includes("close") && (
              <Button onClick={() => setAsking("close")}>{t("hotSpots.close")}</Button>
            )}
          </span>
        </div>
        {card.ofPast && <p className="muted">{t("hotSpots.ofPastLine")}</p>}
        {status === "open" && card.towns.length > 1 && (
          <p className="muted">{t("hotSpots.severalTowns")}</p>
        )}
        {status === "open" && members < card.least && (
          <p className="muted">{t("hotSpots.belowLimit", { least: card.least })}</p>
        )}
      </header>
      <div className="hot-spot-columns">
        <div className="hot-spot-column">
          <Section title={t("hotSpots.fields.because")}>
            <p>
              {t("hotSpots.because", {
                kind,
                metres: card.metres,
                days: card.days,
                least: card.least,
              })}
            </p>
            <dl className="hot-spot-facts">
              <Fact name={t("hotSpots.fields.where")}>{whereOf(card)}</Fact>
              <Fact name={t("hotSpots.fields.period")}>
                <span className="figures">
                  {formatTime(card.firstAt, "day")} – {formatTime(card.lastAt, "day")}
                </span>
              </Fact>
              <Fact name={t("hotSpots.fields.raisedAt")}>
                <span className="figures">{formatTime(card.raisedAt)}</span>
              </Fact>
              {previous && (
                <Fact name={t("hotSpots.fields.previous")}>
                  <Link to="/hot-spots/$id" params={{ id: previous.id }}>
                    {previous.number}
                  </Link>
                </Fact>
              )}
              {issueClass && (
                <Fact name={t("hotSpots.fields.issueClass")}>
                  <Link to="/issue-classes/$id" params={{ id: issueClass.id }}>
                    {issueClass.name}
                  </Link>
                </Fact>
              )}
              {closed && (
                <Fact name={t("hotSpots.fields.closed")}>
                  {closed.by} <span className="figures">{formatTime(closed.at)}</span>
                  <br />
                  {closed.reason}
                </Fact>
              )}
            </dl>
          </Section>
          <Section title={t("hotSpots.occurrences")} count={card.occurrences.length}>
            <OccurrenceTable
              caption={t("hotSpots.occurrences")}
              rows={card.occurrences}
              withDistance
            />
            {card.hidden > 0 && <p className="muted">{t("hotSpots.hidden", { n: card.hidden })}</p>}
          </Section>
        </div>
        <div className="hot-spot-column">
          <CardMap card={card} />
          <Section title={t("hotSpots.steps")}>
            <StepList steps={card.steps} />
          </Section>
        </div>
      </div>
      {asking === "close" && (
        <AskReason
          title={`${t("hotSpots.close")} ${number}`}
          line={t("hotSpots.closeLine")}
          act={t("hotSpots.close")}
          danger={false}
          pending={close.isPending}
          problem={close.error}
          onClose={() => setAsking(undefined)}
          onSend={(reason) =>
            close.mutate(reason, {
              onSuccess: () => {
                setAsking(undefined);
                void message.success(t("hotSpots.statuses.closed"));
              },
            })
          }
        />
      )}
      {asking === "classify" && <ClassForm card={card} onClose={() => setAsking(undefined)} />}
    </article>
  );
}

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const corners = 48;

/** The circle of the card and what lies in it. */
function CardMap({ card }: { card: HotSpotDetail }) {
  const { t } = useTranslation();
  const { position, metres, occurrences } = card;
  const circle = useMemo((): FeatureCollection => {
    const high = metres / 111_320;
    const wide = high / Math.cos((position.lat * Math.PI) / 180);
    const ring = Array.from({ length: corners + 1 }, (_, step) => {
      const turn = (step / corners) * 2 * Math.PI;
      return [position.lon + Math.cos(turn) * wide, position.lat + Math.sin(turn) * high];
    });
    return {
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          properties: { strong: true, shade: 0 },
          geometry: { type: "Polygon", coordinates: [ring] },
        },
      ],
    };
  }, [position, metres]);
  const points = useMemo(
    () =>
      occurrences.flatMap(({ position: at, number, happenedAt }): MapPoint[] =>
        at
          ? [
              {
                id: number,
                position: at,
                tone: "focus",
                label: `${number} ${formatTime(happenedAt, "day")}`,
              },
            ]
          : [],
      ),
    [occurrences],
  );
  return (
    <MapView
      label={t("hotSpots.mapLabel")}
      center={position}
      zoom={15}
      areas={circle}
      points={points}
      height={300}
    />
  );
}
