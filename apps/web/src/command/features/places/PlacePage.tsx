import type { Place } from "@gezhi/contract/places.ts";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { PlaceMap } from "../../../shared/units/PlaceMap.tsx";
import { Section } from "../incident/Section.tsx";
import { useEndPlace, usePlace, useRevealContact } from "./place-queries.ts";
import { AskReason } from "./AskReason.tsx";
import "./places.css";

export function PlacePage({ id }: { id: string }) {
  const query = usePlace(id);
  return (
    <QueryState query={query} rows={8}>
      {(place) => <Loaded place={place} />}
    </QueryState>
  );
}

function Loaded({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<"end" | "reveal">();
  const end = useEndPlace(place.id);
  const reveal = useRevealContact(place.id);
  const { id, name, code, kind, unit, position } = place;
  const may = (act: Place["actions"][number]) => place.actions.includes(act);
  const contact = reveal.data ?? place.contact;
  const facts = [
    ["kind", t(`places.kinds.${kind}`)],
    ["tags", place.tags.join("、")],
    ["unit", unit.name],
    ["address", place.address],
    ["note", place.note],
    ["valid", `${place.validFrom} – ${place.validTo ?? ""}`],
    ["contact", contact ? `${contact.name ?? ""} ${contact.phone ?? ""}` : ""],
  ] as const;
  return (
    <article className="place" aria-label={`${code} ${name}`}>
      <header>
        <Link to="/places" search={{ unit: unit.code.slice(0, 9) }}>
          {t("places.back")}
        </Link>
        <div className="places-bar">
          <h1>{name}</h1>
          {place.ended && <span className="muted">{t("places.ended")}</span>}
          {place.simulated && <SimulatedTag />}
          <span className="muted figures">{code}</span>
          <span className="places-tools no-print">
            {may("edit") && (
              <Link to="/places/$id/edit" params={{ id }} className="places-add">
                {t("places.acts.edit")}
              </Link>
            )}
            {may("reveal") && !reveal.data && (
              <Button onClick={() => setAsking("reveal")}>{t("places.acts.reveal")}</Button>
            )}
            {may("end") && (
              <Button danger onClick={() => setAsking("end")}>
                {t("places.acts.end")}
              </Button>
            )}
          </span>
        </div>
      </header>
      <div className="place-columns">
        <Section title={t("places.facts")}>
          <dl className="place-facts">
            {facts
              .filter(([, value]) => value.trim())
              .map(([key, value]) => (
                <div key={key}>
                  <dt>{t(`places.fields.${key}`)}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </Section>
        <Section title={t("places.fields.position")}>
          <PlaceMap
            id={id}
            label={t("places.mapLabel")}
            name={name}
            position={position}
            unit={unit.code}
            tone="focus"
          />
        </Section>
      </div>
      {asking && (
        <AskReason
          title={`${t(`places.acts.${asking}`)} ${name}`}
          line={t(`places.${asking}Line`)}
          act={t(`places.acts.${asking}`)}
          danger={asking === "end"}
          pending={end.isPending || reveal.isPending}
          problem={end.error ?? reveal.error}
          onClose={() => setAsking(undefined)}
          onSend={(reason) => {
            const onSuccess = () => {
              setAsking(undefined);
              if (asking === "end") void message.success(t("places.done"));
            };
            if (asking === "end") end.mutate(reason, { onSuccess });
            else reveal.mutate(reason, { onSuccess });
          }}
        />
      )}
    </article>
  );
}
