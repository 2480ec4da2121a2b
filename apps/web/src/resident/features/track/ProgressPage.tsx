import type { Progress } from "@gezhi/contract/reports.ts";
import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { ExactTime } from "../../../shared/time.tsx";
import { PhotoStrip } from "../../../shared/ui/PhotoStrip.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { usePublicStatus } from "../../../shared/phone/ui/public-status.ts";
import type { ReceiptKey } from "../receipt/receipt-link.ts";
import { AppealForm } from "./AppealForm.tsx";
import { RatingForm } from "./RatingForm.tsx";
import { ReadAloud } from "./ReadAloud.tsx";
import { ReopenForm } from "./ReopenForm.tsx";
import { useProgress } from "./use-progress.ts";

/** What became of a report, for whoever holds its link; it changes while one looks at it. */
export function ProgressPage() {
  const { t } = useTranslation();
  const { number = "" } = useParams({ strict: false });
  const { token = "" } = useSearch({ strict: false });
  const { hash } = useLocation();
  const navigate = useNavigate();
  const receipt = { number, token: hash || token };
  const progress = useProgress(receipt);
  const unknown = isProblem(progress.error, "not_found") || isProblem(progress.error, "invalid");
  const away = isProblem(progress.error, "offline") && !progress.data;
  return (
    <PhonePage title={t("resident.track.title")} back="/r">
      {unknown ? (
        <EmptyState
          title={t("resident.track.notFound")}
          hint={t("resident.track.notFoundHint")}
          action={
            <Button type="primary" onClick={() => void navigate({ to: "/r/track" })}>
              {t("resident.track.askAgain")}
            </Button>
          }
        />
      ) : away ? (
        <EmptyState
          title={t("resident.offlineTrack")}
          hint={t("resident.offlineTrackHint")}
          action={<Button onClick={() => void progress.refetch()}>{t("states.retry")}</Button>}
        />
      ) : (
        <QueryState query={progress}>
          {(found) => <Whole progress={found} receipt={receipt} />}
        </QueryState>
      )}
    </PhonePage>
  );
}

function Whole({ progress, receipt }: { progress: Progress; receipt: ReceiptKey }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const statusText = usePublicStatus()(progress);
  const { number, categoryName, place, promisedAt, steps, answer, rated } = progress;
  const last = steps.at(-1)?.text ?? "";
  return (
    <>
      <section className="phone-card">
        <p className="figures">
          {number} {progress.simulated && <SimulatedTag />}
        </p>
        <output className="resident-status">{statusText}</output>
        <dl className="resident-facts">
          <dt>{t("resident.track.category")}</dt>
          <dd>{words.category(categoryName)}</dd>
          <dt>{t("resident.track.place")}</dt>
          <dd>{place}</dd>
          {promisedAt && (
            <>
              <dt>{t("resident.track.promised")}</dt>
              <dd>
                <ExactTime at={promisedAt} format="short" />
              </dd>
            </>
          )}
        </dl>
        <ReadAloud words={[statusText, answer ?? last].join("。")} />
      </section>
      {answer && (
        <section className="phone-card">
          <h2>{t("resident.track.answer")}</h2>
          <p style={{ whiteSpace: "pre-wrap" }}>{answer}</p>
        </section>
      )}
      <Photos label={t("resident.track.before")} urls={progress.before} />
      <Photos label={t("resident.track.after")} urls={progress.after} />
      {progress.mayRate && <RatingForm receipt={receipt} />}
      {rated && (
        <section className="phone-card">
          <h2>{t("resident.rating.thanks")}</h2>
          <p>
            {t("resident.rating.done", {
              stars: rated.stars,
              satisfied: rated.satisfied ? t("resident.rating.yes") : t("resident.rating.no"),
            })}
          </p>
          {rated.comment && <p>{rated.comment}</p>}
        </section>
      )}
      {progress.mayAppeal && <AppealForm receipt={receipt} />}
      {progress.mayReopen && <ReopenForm receipt={receipt} />}
      <section className="phone-card">
        <h2>{t("resident.track.steps")}</h2>
        <ol className="resident-steps">
          {steps.map(({ at, text }) => (
            <li key={at + text}>
              <p>{words.sentence(text)}</p>
              <p className="phone-note">
                <ExactTime at={at} format="short" />
              </p>
            </li>
          ))}
        </ol>
        <p className="phone-note">{t("resident.track.live")}</p>
      </section>
    </>
  );
}

function Photos({ label, urls }: { label: string; urls: readonly string[] }) {
  const { t } = useTranslation();
  if (urls.length === 0) return null;
  return (
    <section className="phone-card">
      <h2>{label}</h2>
      <PhotoStrip
        size={104}
        files={urls.map((url, index) => ({
          key: url,
          type: "image/jpeg",
          url,
          thumbnail: null,
          label: t("resident.track.photo", { label, n: index + 1 }),
        }))}
      />
    </section>
  );
}
