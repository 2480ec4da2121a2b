import { CameraFilled } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { pickFiles } from "../../../shared/phone/capture/pick-files.ts";
import { missingOf, placeOf } from "../../../shared/phone/report/draft-values.ts";
import { MediaField } from "../../../shared/phone/report/MediaField.tsx";
import { NearbyField } from "../../../shared/phone/report/NearbyField.tsx";
import { PlaceField } from "../../../shared/phone/report/PlaceField.tsx";
import { submitDraft } from "../../../shared/phone/report/submit-draft.ts";
import { useReportDraft, type ReportDraft } from "../../../shared/phone/report/use-report-draft.ts";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { LoadingState } from "../../../shared/ui/states.tsx";
import { nobody, snapDraftKey } from "../../nobody.ts";

/** Camera, position, send (R84): anonymous, and a word only for who has one. */
export function SnapPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useReportDraft(snapDraftKey);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const title = t("resident.snap.title");
  if (!draft)
    return (
      <PhonePage title={title} back="/r">
        <LoadingState />
      </PhonePage>
    );

  const { values, files, change } = draft;
  const missing = missingOf(values, files, true);

  async function send(whole: ReportDraft): Promise<void> {
    setTried(true);
    if (missing.length > 0) return;
    setSending(true);
    const id = await submitDraft({
      draft: whole,
      account: nobody,
      source: "rider",
      title: whole.values.text,
    });
    await navigate({ to: "/r/kept/$id", params: { id }, replace: true });
  }

  if (files.length === 0)
    return (
      <PhonePage title={title} back="/r">
        <button
          type="button"
          className="resident-camera"
          onClick={() => pickFiles("camera", snapDraftKey)}
        >
          <CameraFilled aria-hidden />
          {t("resident.snap.camera")}
        </button>
        <Button block onClick={() => pickFiles("album", snapDraftKey)}>
          {t("phone.files.album")}
        </Button>
        <PlaceField values={values} files={files} change={change} />
        <p className="phone-note">{t("resident.snap.anonymous")}</p>
      </PhonePage>
    );
  return (
    <PhonePage
      title={title}
      back="/r"
      foot={
        <>
          {(tried ? missing : []).map((what) => (
            <Alert key={what} type="error" showIcon title={t(`phone.missing.${what}`)} />
          ))}
          <Button type="primary" block loading={sending} onClick={() => void send(draft)}>
            {t("resident.snap.send")}
          </Button>
          <p className="phone-note">{t("resident.snap.anonymous")}</p>
        </>
      }
    >
      <MediaField photosOnly title={title} owner={draft.key} files={files} />
      <PlaceField values={values} files={files} change={change} />
      <NearbyField
        position={placeOf(values, files)?.position}
        category={undefined}
        follow={values.follow}
        onFollow={(follow) => change({ follow })}
      />
      <section className="phone-card">
        <WordsField
          label={t("resident.snap.add")}
          rows={1}
          value={values.text}
          onChange={(text) => change({ text })}
        />
      </section>
    </PhonePage>
  );
}
