import type { Scenario, ScenarioPlan } from "@gezhi/contract/scenarios.ts";
import { Link } from "@tanstack/react-router";
import { Alert, App, Button, Checkbox, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormNames } from "../../../../shared/case-forms/form-words.ts";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { QueryState } from "../../../../shared/ui/states.tsx";
import { fieldWords } from "../configuration/document-words.ts";
import { FiguresLink } from "./FiguresLink.tsx";
import { useInstall, usePlan } from "./scenario-queries.ts";

type Props = { unit: string; scenario: Scenario };

/** What installing would do at the unit; what is there and different is kept unless it is ticked. */
export function PlanView({ unit, scenario }: Props) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const [replace, setReplace] = useState<string[]>([]);
  const plan = usePlan({ unit, scenario, replace });
  return (
    <article className="scenario" aria-label={nameOf(scenario)}>
      <p>
        <strong>
          {nameOf(scenario)} {scenario.version}
        </strong>{" "}
        {scenario.description} <FiguresLink scenario={scenario} />
      </p>
      <QueryState query={plan}>
        {(planned) => (
          <>
            <Parts plan={planned} replace={replace} onReplace={setReplace} />
            <Contacts plan={planned} />
            {planned.faults.length > 0 && (
              <Alert
                type="error"
                showIcon
                title={t("scenarios.faults", { n: planned.faults.length })}
                description={planned.faults.slice(0, 20).map(({ path, message }) => (
                  <p key={path + message}>{message}</p>
                ))}
              />
            )}
            <Install unit={unit} scenario={scenario} plan={planned} replace={replace} />
          </>
        )}
      </QueryState>
    </article>
  );
}

type Part = ScenarioPlan["parts"][number];
const keyOf = ({ kind, key }: Part): string => `${kind}/${key}`;

function Parts({
  plan,
  replace,
  onReplace,
}: {
  plan: ScenarioPlan;
  replace: string[];
  onReplace: (next: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <DataTable<Part>
      caption={t("scenarios.parts")}
      rows={plan.parts}
      keyOf={keyOf}
      columns={[
        {
          key: "kind",
          title: t("scenarios.kind"),
          width: 110,
          render: ({ kind }) => t(`configuration.kinds.${kind}`),
        },
        { key: "key", title: t("configuration.fields.code"), width: 90, render: ({ key }) => key },
        {
          key: "name",
          title: t("configuration.fields.name"),
          header: true,
          render: ({ name }) => name,
        },
        {
          key: "change",
          title: t("scenarios.change"),
          width: 420,
          render: (part) => (
            <>
              {t(`scenarios.changes.${part.change}`)}
              {part.change === "differs" && (
                <>
                  {part.there && ` ${t("scenarios.there", { name: part.there })}`}
                  {"："}
                  {part.fields.map((field) => fieldWords(t, field) || field).join("、")}{" "}
                  <Checkbox
                    aria-label={`${t("scenarios.replace")} ${part.name}`}
                    checked={replace.includes(keyOf(part))}
                    onChange={({ target }) =>
                      onReplace(
                        target.checked
                          ? [...replace, keyOf(part)]
                          : replace.filter((one) => one !== keyOf(part)),
                      )
                    }
                  >
                    {t("scenarios.replace")}
                  </Checkbox>
                </>
              )}
            </>
          ),
        },
      ]}
      empty={null}
    />
  );
}

function Contacts({ plan: { contacts } }: { plan: ScenarioPlan }) {
  const { t } = useTranslation();
  if (contacts.length === 0) return null;
  return (
    <p>
      {t("scenarios.contacts")}{" "}
      {contacts
        .map(({ party, registered }) => {
          const name = t(`alarms.parties.${party}`);
          if (registered === null) return name;
          return registered > 0
            ? t("scenarios.contact", { party: name, n: registered })
            : t("scenarios.noContact", { party: name });
        })
        .join("、")}{" "}
      <Link to="/alarms/contacts">{t("alarms.contacts.title")}</Link>
    </p>
  );
}

function Install({
  unit,
  scenario,
  plan,
  replace,
}: Props & { plan: ScenarioPlan; replace: string[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const install = useInstall();
  const { documents, faults } = plan;
  if (documents.length === 0) return <p className="muted">{t("scenarios.nothing")}</p>;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }: { reason: string }) =>
        install.mutate(
          {
            unit,
            scenario,
            replace,
            reason,
            baseVersions: Object.fromEntries(
              documents.map(({ kind, baseVersion }) => [kind, baseVersion]),
            ),
          },
          { onSuccess: () => void message.success(t("scenarios.installed")) },
        )
      }
    >
      <p>
        {t("scenarios.documents", {
          kinds: documents
            .map(({ kind, own }) =>
              own
                ? t(`configuration.kinds.${kind}`)
                : t("scenarios.ownFirst", { kind: t(`configuration.kinds.${kind}`) }),
            )
            .join("、"),
        })}
      </p>
      <Form.Item
        name="reason"
        label={t("configuration.reason")}
        rules={[
          { required: true, min: 2, whitespace: true, message: t("configuration.reasonMissing") },
        ]}
      >
        <Input maxLength={400} placeholder={t("configuration.reasonHint")} autoComplete="off" />
      </Form.Item>
      {install.error && <Alert type="warning" showIcon title={install.error.message} />}
      <Button
        type="primary"
        htmlType="submit"
        disabled={faults.length > 0}
        loading={install.isPending}
      >
        {t("scenarios.installNow")}
      </Button>
    </Form>
  );
}
