import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Button, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mendKeyOf } from "../../../shared/phone/queue/queue-commands.ts";
import { CategoryChoice } from "../../../shared/phone/report/CategoryChoice.tsx";
import { doneFilesOf, missingOf, placeOf } from "../../../shared/phone/report/draft-values.ts";
import { DraftLine } from "../../../shared/phone/report/DraftLine.tsx";
import { MediaField } from "../../../shared/phone/report/MediaField.tsx";
import { NearbyField } from "../../../shared/phone/report/NearbyField.tsx";
import { PlaceField } from "../../../shared/phone/report/PlaceField.tsx";
import { submitDraft } from "../../../shared/phone/report/submit-draft.ts";
import { useReportDraft, type ReportDraft } from "../../../shared/phone/report/use-report-draft.ts";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { useMe } from "../../../shared/session.ts";
import { LoadingState } from "../../../shared/ui/states.tsx";
import { draftKeyOf } from "./draft-key.ts";
import { sourceOf, withOwnUnit } from "./own-report-rules.ts";

/** Photo, where, a word: in three taps. Everything else is there for who has time. */
export function ReportPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { again } = useSearch({ strict: false });
  const [round, setRound] = useState(0);
  const key = again ? mendKeyOf(again) : draftKeyOf(me.account);
  return (
    <ReportForm
      key={`${key}/${round}`}
      draftKey={key}
      replaces={again}
      title={t("field.report.title")}
      onClear={() => setRound(round + 1)}
    />
  );
}

type FormProps = {
  draftKey: string;
  replaces: string | undefined;
  title: string;
  onClear: () => void;
};

function ReportForm({ draftKey, replaces, title, onClear }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const draft = useReportDraft(draftKey);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  if (!draft)
    return (
      <PhonePage title={title} back="/field">
        <LoadingState />
      </PhonePage>
    );

  const { values, files, doneFiles, change } = draft;
  // The grid of the reporter is known: a worker without a position is never stopped.
  const missing = missingOf(values, files, false);

  async function submit(whole: ReportDraft): Promise<void> {
    setTried(true);
    if (missing.length > 0) return;
    setSending(true);
    const id = await submitDraft({
      draft: { ...whole, values: withOwnUnit(values, files, me) },
      account: me.account,
      source: sourceOf(me),
      title: values.text.slice(0, 40) || values.category?.name || t("phone.queue.photoOnly"),
      replaces,
    });
    await navigate({ to: "/field/kept/$id", params: { id }, replace: true });
  }

  const place = placeOf(values, files);
  return (
    <PhonePage
      title={title}
      back="/field"
      foot={
        <>
          {(tried ? missing : []).map((what) => (
            <Alert key={what} type="error" showIcon title={t(`phone.missing.${what}`)} />
          ))}
          <Button type="primary" block loading={sending} onClick={() => void submit(draft)}>
            {values.follow ? t("field.report.followSubmit") : t("field.report.submit")}
          </Button>
        </>
      }
    >
      <DraftLine draft={draft} onClear={onClear} />
      <MediaField title={t("phone.files.title")} owner={draft.key} files={files} />
      <PlaceField values={values} files={files} change={change} near={me.appointments[0]?.unit} />
      <NearbyField
        position={place?.position}
        category={values.category?.code}
        follow={values.follow}
        onFollow={(follow) => change({ follow })}
      />
      <section className="phone-card">
        <WordsField
          label={t("phone.words.title")}
          placeholder={t("phone.words.placeholder")}
          value={values.text}
          onChange={(text) => change({ text })}
        />
      </section>
      {!values.follow && (
        <CategoryChoice
          text={values.text}
          category={values.category}
          onChange={(category) => change({ category })}
        />
      )}
      {!values.follow && (
        <section className="phone-card">
          <label className="phone-row-line" style={{ justifyContent: "space-between" }}>
            <strong>{t("field.report.selfHandled")}</strong>
            <Switch
              checked={values.selfHandled}
              onChange={(selfHandled) => change({ selfHandled })}
            />
          </label>
          {values.selfHandled && (
            <WordsField
              label={t("field.report.result")}
              placeholder={t("field.report.resultHint")}
              rows={1}
              max={2000}
              value={values.result}
              onChange={(result) => change({ result })}
            />
          )}
        </section>
      )}
      {values.selfHandled && !values.follow && (
        <MediaField
          photosOnly
          title={t("field.report.doneFiles")}
          owner={doneFilesOf(draft.key)}
          files={doneFiles}
        />
      )}
    </PhonePage>
  );
}
