import type { ProvenPhone, VisitorPage } from "@gezhi/contract/visitor-codes.ts";
import { Alert, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { CodeField } from "../report/CodeField.tsx";
import { isMobile } from "../report/phone-rules.ts";
import { CodeCard } from "./CodeCard.tsx";
import { MakeCode } from "./MakeCode.tsx";
import { keepPhone, keptPhone } from "./proven-phone.ts";
import { useVisitorPage } from "./visitor-queries.ts";
import "./visitors.css";

/** A resident without an account makes codes for visitors, after proving a phone that the community knows (R58). */
export function VisitorsPage() {
  const { t } = useTranslation();
  const [proven, setProven] = useState(keptPhone);
  const change = (next: ProvenPhone | undefined) => {
    keepPhone(next);
    setProven(next);
  };
  return (
    <PhonePage title={t("doors.resident.title")} back="/r">
      {proven ? (
        <Mine proven={proven} onLeave={() => change(undefined)} />
      ) : (
        <Prove onProven={change} />
      )}
    </PhonePage>
  );
}

function Prove({ onProven }: { onProven: (proven: ProvenPhone) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [phone, setPhone] = useState("");
  return (
    <section className="phone-card">
      <p>{t("doors.resident.phoneLine")}</p>
      <div className="phone-field">
        <label htmlFor={id}>{t("doors.resident.phone")}</label>
        <Input
          id={id}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={11}
          value={phone}
          onChange={({ target }) => setPhone(target.value.replaceAll(/\D/g, ""))}
        />
      </div>
      {isMobile(phone) && (
        <CodeField
          key={phone}
          phone={phone}
          onProof={(phoneProof) => onProven({ phone, phoneProof })}
        />
      )}
    </section>
  );
}

function Mine({ proven, onLeave }: { proven: ProvenPhone; onLeave: () => void }) {
  const { t } = useTranslation();
  const query = useVisitorPage(proven);
  const over = isProblem(query.error) && query.error.code === "forbidden";
  if (over)
    return (
      <>
        <Alert type="info" showIcon title={t("doors.resident.expired")} />
        <Button block type="primary" onClick={onLeave}>
          {t("doors.resident.other")}
        </Button>
      </>
    );
  return (
    <QueryState query={query}>
      {(page) => (
        <>
          {page.doors.length === 0 ? (
            <EmptyState title={t("doors.resident.none")} hint={t("doors.resident.noneHint")} />
          ) : (
            <MakeCode proven={proven} doors={page.doors} mostOpen={page.mostOpen} />
          )}
          <Codes proven={proven} page={page} />
          <Button block onClick={onLeave}>
            {t("doors.resident.other")}
          </Button>
        </>
      )}
    </QueryState>
  );
}

function Codes({ proven, page }: { proven: ProvenPhone; page: VisitorPage }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className="phone-heading">{t("doors.resident.mine")}</h2>
      {page.codes.length === 0 && <p className="phone-note">{t("doors.resident.mineNone")}</p>}
      <ul className="phone-list">
        {page.codes.map((code) => (
          <li key={code.id}>
            <CodeCard code={code} proven={proven} />
          </li>
        ))}
      </ul>
      <p className="phone-note">{t("doors.resident.kept", { days: page.keptDays })}</p>
    </>
  );
}
