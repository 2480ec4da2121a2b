import { CheckCircleOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { DraftValues } from "../../../shared/phone/report/draft-values.ts";
import { CodeField } from "./CodeField.tsx";
import { isMobile } from "./phone-rules.ts";

type Props = { values: DraftValues; change: (change: Partial<DraftValues>) => void };

/** Nobody has to say who they are. A number can be proven by a code, also later or never. */
export function ContactField({ values, change }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className="phone-card">
      <h2>{t("resident.report.contact")}</h2>
      <div className="phone-field">
        <label htmlFor={`${id}name`}>{t("resident.report.name")}</label>
        <Input
          id={`${id}name`}
          autoComplete="name"
          maxLength={50}
          value={values.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </div>
      <div className="phone-field">
        <label htmlFor={`${id}phone`}>{t("resident.report.phone")}</label>
        <Input
          id={`${id}phone`}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={13}
          value={values.phone}
          onChange={(event) =>
            change({ phone: event.target.value.replaceAll(/[^\d-]/g, ""), phoneProof: null })
          }
        />
        <p className="phone-note">{t("resident.report.phoneHint")}</p>
      </div>
      {values.phoneProof ? (
        <p>
          <CheckCircleOutlined aria-hidden /> {t("resident.report.verified")}
        </p>
      ) : (
        isMobile(values.phone) && (
          <CodeField
            key={values.phone}
            phone={values.phone}
            onProof={(phoneProof) => change({ phoneProof })}
          />
        )
      )}
    </section>
  );
}
