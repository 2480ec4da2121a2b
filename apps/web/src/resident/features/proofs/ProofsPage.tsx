import { ProofLists } from "@gezhi/contract/four-lists.ts";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";

/** Which proofs a village issues, and where to go for the others. What is typed stays on the phone. */
export function ProofsPage() {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const query = useQuery({
    queryKey: ["proof-lists"],
    queryFn: ({ signal }) => api.get(ProofLists, "/proof-lists", { signal }),
  });
  return (
    <PhonePage title={t("fourLists.resident.title")} back="/r">
      <section className="phone-card">
        <div className="phone-field">
          <label htmlFor={id}>{t("fourLists.resident.search")}</label>
          <Input
            id={id}
            value={typed}
            autoComplete="off"
            placeholder={t("fourLists.proofHint")}
            onChange={({ target }) => setTyped(target.value)}
          />
        </div>
      </section>
      <QueryState query={query}>
        {(lists) => <Answers lists={lists} words={wordsOf(typed)} />}
      </QueryState>
    </PhonePage>
  );
}

const wordsOf = (typed: string) => typed.replaceAll(/证明|开具|\s/gu, "");

function Answers({ lists, words }: { lists: ProofLists; words: string }) {
  const { t } = useTranslation();
  const fits = ({ name }: { name: string }) => words === "" || name.includes(words);
  const allowed = lists.allowed.filter(fits);
  const refused = lists.refused.filter(fits);
  return (
    <>
      {refused.length > 0 && (
        <section className="phone-card">
          <h2 className="phone-heading">{t("fourLists.resident.refused")}</h2>
          <ul>
            {refused.map(({ code, name, alternative }) => (
              <li key={code}>
                {name} → <strong>{alternative}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {allowed.length > 0 && (
        <section className="phone-card">
          <h2 className="phone-heading">{t("fourLists.resident.allowed")}</h2>
          <ul>
            {allowed.map(({ code, name }) => (
              <li key={code}>{name}</li>
            ))}
          </ul>
        </section>
      )}
      {allowed.length + refused.length === 0 && (
        <output className="phone-card">{t("fourLists.resident.none")}</output>
      )}
      <p className="phone-note">{t("fourLists.resident.note")}</p>
    </>
  );
}
