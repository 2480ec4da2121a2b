import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mendKeyOf } from "../../../shared/phone/queue/queue-commands.ts";
import { CategoryChoice } from "../../../shared/phone/report/CategoryChoice.tsx";
import { missingOf, placeOf } from "../../../shared/phone/report/draft-values.ts";
import { DraftLine } from "../../../shared/phone/report/DraftLine.tsx";
import { MediaField } from "../../../shared/phone/report/MediaField.tsx";
import { NearbyField } from "../../../shared/phone/report/NearbyField.tsx";
import { PlaceField } from "../../../shared/phone/report/PlaceField.tsx";
import { submitDraft } from "../../../shared/phone/report/submit-draft.ts";
import { useReportDraft, type ReportDraft } from "../../../shared/phone/report/use-report-draft.ts";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { LoadingState } from "../../../shared/ui/states.tsx";
import { nobody, reportDraftKey } from "../../nobody.ts";
import { ContactField } from "./ContactField.tsx";
import { isPhone } from "./phone-rules.ts";

/** Everything a resident may want to say; nothing but "what" and "where" is asked. */
export function ReportPage() {
  const { again } = useSearch({ strict: false });
  const [round, setRound] = useState(0);
  const key = again ? mendKeyOf(again) : reportDraftKey;
  return (
    <ReportForm
      key={`${key}/${round}`}
      draftKey={key}
      replaces={again}
      onClear={() => setRound(round + 1)}
    />
  );
}

type Props = { draftKey: string; replaces: string | undefined; onClear: () => void };

function ReportForm({ draftKey, replaces, onClear }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useReportDraft(draftKey);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const title = t("resident.report.title");
  if (!draft)
    return (
      <PhonePage title={title} back="/r">
        <LoadingState />
      </PhonePage>
    );

  const { values, files, change } = draft;
  const missing = missingOf(values, files, true);
  const phone = values.phone.trim();
  const wrongPhone = phone !== "" && !isPhone(phone);

  async function submit(whole: ReportDraft): Promise<void> {
    setTried(true);
    if (missing.length > 0 || wrongPhone) return;
    setSending(true);
    const id = await submitDraft({
      draft: whole,
      account: nobody,
      source: "resident",
      title: values.text,
      replaces,
    });
    await navigate({ to: "/r/kept/$id", params: { id }, replace: true });
  }

  return (
    <PhonePage
      title={title}
      back="/r"
      foot={
        <>
          {(tried ? missing : []).map((what) => (
            <Alert key={what} type="error" showIcon title={t(`phone.missing.${what}`)} />
          ))}
          {tried && wrongPhone && (
            <Alert type="error" showIcon title={t("resident.report.phoneWrong")} />
          )}
          <Button type="primary" block loading={sending} onClick={() => void submit(draft)}>
            {t("resident.report.submit")}
          </Button>
        </>
      }
    >
      <DraftLine draft={draft} onClear={onClear} />
      <MediaField title={t("phone.files.title")} owner={draft.key} files={files} />
      <PlaceField values={values} files={files} change={change} />
      <NearbyField
        position={placeOf(values, files)?.position}
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
      <CategoryChoice
        text={values.text}
        category={values.category}
        onChange={(category) => change({ category })}
      />
      <ContactField values={values} change={change} />
    </PhonePage>
  );
}
