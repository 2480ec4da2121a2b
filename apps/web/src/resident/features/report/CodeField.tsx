import { PhoneCodeSent, PhoneProof } from "@gezhi/contract/reports.ts";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { useOnline } from "../../../shared/phone/ui/use-online.ts";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";

const pauseS = 60;

/** Six digits sent to a phone prove that it is at hand. */
export function CodeField({ phone, onProof }: { phone: string; onProof: (proof: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const online = useOnline();
  const [code, setCode] = useState("");
  const [rest, setRest] = useState(0);
  const ask = useMutation({
    mutationFn: () => api.post(PhoneCodeSent, "/phone-codes", { phone }),
    onSuccess: () => setRest(pauseS),
  });
  const verify = useMutation({
    mutationFn: () => api.post(PhoneProof, "/phone-codes/verifications", { phone, code }),
    onSuccess: ({ proof }) => onProof(proof),
  });
  const waiting = rest > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setRest((left) => left - 1), 1000);
    return () => clearInterval(timer);
  }, [waiting]);
  if (!online) return <p className="phone-note">{t("resident.report.codeOffline")}</p>;
  const problem = ask.error ?? verify.error;
  return (
    <div className="phone-field">
      <Button disabled={waiting} loading={ask.isPending} onClick={() => ask.mutate()}>
        {waiting ? t("resident.report.sendAgain", { s: rest }) : t("resident.report.sendCode")}
      </Button>
      {ask.isSuccess && (
        <>
          <output>
            {ask.data.simulated ? (
              <>
                <SimulatedTag /> {t("resident.report.codeSimulated")}
              </>
            ) : (
              t("resident.report.codeSent")
            )}
          </output>
          <label htmlFor={id}>{t("resident.report.code")}</label>
          <div className="phone-pair">
            <Input
              id={id}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ""))}
            />
            <Button
              type="primary"
              disabled={code.length !== 6}
              loading={verify.isPending}
              onClick={() => verify.mutate()}
            >
              {t("resident.report.verify")}
            </Button>
          </div>
        </>
      )}
      {problem && <Alert type="error" showIcon title={problem.message} />}
    </div>
  );
}
