import { TriedPayload } from "@gezhi/contract/devices.ts";
import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { api, isProblem } from "../../../../../shared/api.ts";
import { ExactTime } from "../../../../../shared/time.tsx";
import { formatNumber } from "../rules/rule-words.ts";

type Tried = z.infer<typeof TriedPayload>;

/** "Try it": a pasted message and what it becomes under the form as it stands. */
export function PayloadTrial({ read }: { read: () => unknown }) {
  const { t } = useTranslation();
  const [payload, setPayload] = useState("");
  const [profile, setProfile] = useState<unknown>();
  const trial = useMutation({
    mutationFn: (sent: { profile: unknown; payload: string }) =>
      api.post(TriedPayload, "/telemetry/trials", sent),
  });
  const run = () => {
    const sent = read();
    setProfile(sent);
    trial.mutate({ profile: sent, payload });
  };
  const problems = isProblem(trial.error) ? trial.error.errors : [];
  return (
    <section className="rule-replay" aria-label={t("sensing.profiles.tryTitle")}>
      <h3>{t("sensing.profiles.tryTitle")}</h3>
      <p className="muted">{t("sensing.profiles.tryLine")}</p>
      <div className="profile-trial">
        <div className="profile-tried">
          <Input.TextArea
            aria-label={t("sensing.profiles.tryPayload")}
            placeholder='{"values":{"residualCurrent":1250},"battery":86}'
            autoSize={{ minRows: 5, maxRows: 14 }}
            maxLength={70_000}
            value={payload}
            onChange={({ target }) => setPayload(target.value)}
          />
          <span>
            <Button loading={trial.isPending} disabled={payload.trim() === ""} onClick={run}>
              {t("sensing.profiles.try")}
            </Button>
          </span>
        </div>
        <output className="profile-tried" aria-label={t("sensing.profiles.tried")}>
          {trial.error && (
            <Alert
              type="warning"
              showIcon
              title={trial.error.message}
              description={problems.map(({ path, message }) => (
                <div key={path + message}>
                  {path} {message}
                </div>
              ))}
            />
          )}
          {trial.data && <Result tried={trial.data} profile={profile as DeviceProfile} />}
        </output>
      </div>
    </section>
  );
}

function Result({ tried, profile }: { tried: Tried; profile: DeviceProfile }) {
  const { t } = useTranslation();
  const values = Object.entries(tried.values);
  const metricOf = (key: string) => profile.metrics.find((metric) => metric.key === key);
  return (
    <>
      {values.length === 0 && <p>{t("sensing.profiles.nothing")}</p>}
      {values.length > 0 && (
        <dl className="facts">
          {tried.at && (
            <div>
              <dt>{t("sensing.profiles.triedAt")}</dt>
              <dd>
                <ExactTime at={tried.at} />
              </dd>
            </div>
          )}
          {values.map(([key, value]) => (
            <div key={key}>
              <dt>{metricOf(key)?.name ?? key}</dt>
              <dd className="figures">
                {formatNumber(value)} {metricOf(key)?.unit}
              </dd>
            </div>
          ))}
          {tried.battery !== null && (
            <div>
              <dt>{t("devices.fields.battery")}</dt>
              <dd className="figures">{tried.battery}%</dd>
            </div>
          )}
        </dl>
      )}
      {tried.refused.length === 0
        ? values.length > 0 && <p className="muted">{t("sensing.profiles.allGood")}</p>
        : tried.refused.map(({ fault, message }) => (
            <Alert key={fault + message} type="warning" showIcon title={message} />
          ))}
    </>
  );
}
