import type { IssueClassDetail } from "@gezhi/contract/hot-spots.ts";
import { Link } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { Section } from "../incident/Section.tsx";
import { AskReason } from "../places/AskReason.tsx";
import { CardTable } from "./CardTable.tsx";
import { EffectFacts } from "./EffectFacts.tsx";
import { type ActBody, useActOnClass, useIssueClass } from "./hot-spot-queries.ts";
import { Fact } from "./HotSpotPage.tsx";
import { MeasureList } from "./MeasureList.tsx";
import { StepList } from "./StepList.tsx";
import "./hot-spots.css";

export function IssueClassPage({ id }: { id: string }) {
  const query = useIssueClass(id);
  return (
    <QueryState query={query} rows={8}>
      {(one) => <Loaded of={one} />}
    </QueryState>
  );
}

const advances = { analysing: "acting", acting: "watching", watching: "analysing" } as const;

function Loaded({ of }: { of: IssueClassDetail }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const act = useActOnClass(of.id);
  const [ending, setEnding] = useState<"solved" | "dropped">();
  const may = (one: IssueClassDetail["actions"][number]) => of.actions.includes(one);
  const send = (body: Omit<ActBody, "version">, onSuccess?: () => void) =>
    act.mutate({ ...body, version: of.version } as ActBody, onSuccess ? { onSuccess } : {});
  const next = of.status === "solved" || of.status === "dropped" ? undefined : advances[of.status];
  return (
    <article className="hot-spot" aria-label={`${of.number} ${of.name}`}>
      <header>
        <Link to="/hot-spots" search={{ tab: "classes" }}>
          {t("hotSpots.back")}
        </Link>
        <div className="hot-spots-bar">
          <h1>{of.name}</h1>
          <strong>{t(`hotSpots.classes.statuses.${of.status}`)}</strong>
          {of.simulated && <SimulatedTag />}
          <span className="muted figures">{of.number}</span>
          <span className="hot-spots-tools no-print">
            {may("advance") && next && (
              <Button
                type={next === "analysing" ? "default" : "primary"}
                loading={act.isPending}
                onClick={() => send({ act: "advance", to: next } as ActBody)}
              >
                {t(`hotSpots.classes.to.${next}`)}
              </Button>
            )}
            {may("end") &&
              (["solved", "dropped"] as const).map((to) => (
                <Button key={to} onClick={() => setEnding(to)}>
                  {t(`hotSpots.classes.ends.${to}`)}
                </Button>
              ))}
          </span>
        </div>
        {act.error && <Alert type="warning" showIcon title={act.error.message} />}
      </header>
      <div className="hot-spot-columns">
        <div className="hot-spot-column">
          <Section title={t("hotSpots.classes.hypothesis")}>
            <p>{of.hypothesis}</p>
            <dl className="hot-spot-facts">
              <Fact name={t("hotSpots.fields.category")}>{words.category(of.category.name)}</Fact>
              <Fact name={t("hotSpots.classes.unit")}>{of.unit.name}</Fact>
              <Fact name={t("hotSpots.classes.owner")}>{of.owner.name}</Fact>
              <Fact name={t("hotSpots.classes.created")}>
                {t("hotSpots.classes.createdBy", {
                  name: of.createdBy,
                  at: formatTime(of.createdAt, "day"),
                })}
              </Fact>
            </dl>
          </Section>
          <MeasureList of={of} pending={act.isPending} onSend={send} />
          <Section title={t("hotSpots.classes.cards")} count={of.hotSpots.length}>
            <CardTable rows={of.hotSpots} />
          </Section>
        </div>
        <div className="hot-spot-column">
          <EffectFacts of={of} />
          <Section title={t("hotSpots.steps")}>
            <StepList steps={of.steps} />
          </Section>
        </div>
      </div>
      {ending && (
        <AskReason
          title={t(`hotSpots.classes.ends.${ending}`)}
          line={t("hotSpots.classes.endLine")}
          act={t(`hotSpots.classes.ends.${ending}`)}
          danger={ending === "dropped"}
          pending={act.isPending}
          problem={act.error}
          onClose={() => setEnding(undefined)}
          onSend={(reason) =>
            send({ act: "end", to: ending, reason } as ActBody, () => setEnding(undefined))
          }
        />
      )}
    </article>
  );
}
