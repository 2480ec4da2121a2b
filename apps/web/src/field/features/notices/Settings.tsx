import { Alert, Button, Popconfirm, Switch } from "antd";
import { useEffect, useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { playAlarm, switchSound, useSoundState } from "../../../shared/attention/alarm-sound.ts";
import { FeedbackDialog } from "../../../shared/feedback/FeedbackDialog.tsx";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { setPreferences, useDark, usePreferences } from "../../../shared/preferences.ts";
import { useMe, useSignOut } from "../../../shared/session.ts";
import { PlaceRecords } from "../position/PlaceRecords.tsx";
import { pushState, turnPushOff, turnPushOn, type PushState } from "./push.ts";

export function Settings() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { largeType } = usePreferences();
  const dark = useDark();
  const sound = useSoundState();
  const [wishing, setWishing] = useState(false);
  return (
    <section className="phone-card" aria-label={t("field.settings.title")}>
      <p>
        {me.name}
        {me.appointments.map(({ id, unitName, postName, role }) => (
          <span key={id} className="phone-note" style={{ display: "block" }}>
            {unitName} · {postName ?? t(`roles.${role}`)}
          </span>
        ))}
      </p>
      <Row label={t("field.settings.largeType")}>
        {(id) => (
          <Switch
            id={id}
            checked={largeType}
            onChange={(on) => setPreferences({ largeType: on })}
          />
        )}
      </Row>
      <Row label={t("field.settings.theme")}>
        {(id) => (
          <Switch
            id={id}
            checked={dark}
            onChange={(on) => setPreferences({ theme: on ? "dark" : "light" })}
          />
        )}
      </Row>
      <Row label={t("field.settings.sound")}>
        {(id) => (
          <>
            <Button size="small" disabled={sound === "off"} onClick={() => playAlarm("red")}>
              {t("field.settings.soundTest")}
            </Button>
            <Switch id={id} checked={sound !== "off"} onChange={switchSound} />
          </>
        )}
      </Row>
      <PushSetting />
      <PlaceRecords />
      <Button
        block
        onClick={() => setPreferences({ language: i18n.language === "en" ? "zh-CN" : "en" })}
      >
        {t("field.settings.language")}
      </Button>
      <Button block onClick={() => setWishing(true)}>
        {t("feedback.button")}
      </Button>
      {wishing && <FeedbackDialog onClose={() => setWishing(false)} />}
      <SignOut />
      <p className="phone-note">{t("phone.install")}</p>
    </section>
  );
}

/** A tap on the words does as well as one on the switch. */
function Row({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field-setting">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

function PushSetting() {
  const { t } = useTranslation();
  const [state, setState] = useState<PushState>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    void pushState().then(setState);
  }, []);
  async function turn(change: () => Promise<PushState>): Promise<void> {
    setBusy(true);
    setFailed(false);
    try {
      setState(await change());
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="phone-field">
      <span className="phone-row-line" style={{ justifyContent: "space-between" }}>
        <span>{t("field.settings.push")}</span>
        {state === "on" && <strong>{t("field.settings.pushOn")}</strong>}
      </span>
      {state === "missing" && <p className="phone-note">{t("field.settings.pushMissing")}</p>}
      {state === "denied" && <p className="phone-note">{t("field.settings.pushDenied")}</p>}
      {state === "off" && (
        <Button block loading={busy} onClick={() => void turn(turnPushOn)}>
          {t("field.settings.pushGo")}
        </Button>
      )}
      {state === "on" && (
        <Button block loading={busy} onClick={() => void turn(turnPushOff)}>
          {t("field.settings.pushOff")}
        </Button>
      )}
      {failed && <Alert type="warning" showIcon title={t("field.settings.pushFailed")} />}
    </div>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const { account } = useMe();
  const signOut = useSignOut();
  const kept = (useQueue(account) ?? []).filter(({ state }) => state !== "delivered").length;
  const leave = async () => {
    // The next person at this phone must not get this one's alerts; without a network the server ends them by itself.
    await turnPushOff().catch(() => undefined);
    signOut.mutate(false);
  };
  return (
    <>
      {signOut.error && <Alert type="error" showIcon title={signOut.error.message} />}
      {kept > 0 ? (
        <Popconfirm
          title={t("field.settings.signOutKept", { n: kept })}
          okText={t("field.settings.signOut")}
          cancelText={t("phone.cancel")}
          onConfirm={() => void leave()}
        >
          <Button block>{t("field.settings.signOut")}</Button>
        </Popconfirm>
      ) : (
        <Button block loading={signOut.isPending} onClick={() => void leave()}>
          {t("field.settings.signOut")}
        </Button>
      )}
    </>
  );
}
