import { Scenario } from "@gezhi/contract/scenarios.ts";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormNames } from "../../../../shared/case-forms/form-words.ts";
import { UnitField } from "../../../../shared/units/UnitField.tsx";
import { useAdministered } from "../administered.ts";
import { ExportForm } from "./ExportForm.tsx";
import { PlanView } from "./PlanView.tsx";
import { useScenarios } from "./scenario-queries.ts";
import "./scenarios.css";

/** 一件事 (R51): a whole scenario as one file, taken in as configuration after a rehearsal, and given on. */
export function ScenariosPage() {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const within = useAdministered();
  const [unit, setUnit] = useState(within);
  const [chosen, setChosen] = useState<Scenario>();
  const [unread, setUnread] = useState(false);
  // Another package with the same name begins anew.
  const [round, setRound] = useState(0);
  const shipped = useScenarios();

  async function readFile(file: File | undefined): Promise<void> {
    if (!file) return;
    const parsed = Scenario.safeParse(await file.text().then(parse));
    setUnread(!parsed.success);
    setRound(round + 1);
    setChosen(parsed.success ? parsed.data : undefined);
  }
  return (
    <section className="scenarios" aria-label={t("scenarios.title")}>
      <header>
        <h1>{t("scenarios.title")}</h1>
        <UnitField
          label={t("configuration.unit")}
          value={unit}
          within={within}
          levels={["city", "district"]}
          onChange={(next) => next && setUnit(next)}
          width={220}
        />
      </header>
      <p className="muted">{t("scenarios.line")}</p>
      <h2>{t("scenarios.install")}</h2>
      <div className="scenarios-choice">
        {(shipped.data ?? []).map((scenario) => (
          <Button
            key={scenario.code}
            type={chosen === scenario ? "primary" : "default"}
            aria-pressed={chosen === scenario}
            onClick={() => {
              setUnread(false);
              setRound(round + 1);
              setChosen(scenario);
            }}
          >
            {nameOf(scenario)} {scenario.version}
          </Button>
        ))}
        <label>
          {t("scenarios.file")}{" "}
          <input
            type="file"
            accept=".json,application/json"
            onChange={({ target }) => void readFile(target.files?.[0])}
          />
        </label>
      </div>
      {unread && <Alert type="error" showIcon title={t("scenarios.unread")} />}
      {chosen && <PlanView key={`${unit} ${round}`} unit={unit} scenario={chosen} />}
      <h2>{t("scenarios.export")}</h2>
      <ExportForm unit={unit} />
    </section>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
