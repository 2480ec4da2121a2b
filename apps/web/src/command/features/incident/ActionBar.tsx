import { DownOutlined } from "@ant-design/icons";
import type { Action, Incident } from "@gezhi/contract/incidents.ts";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { actFormOf, type Act } from "../../../shared/incidents/act-forms.ts";
import { actionLabel } from "../../../shared/incidents/action-label.ts";
import { actionKeyOf } from "./action-keys.ts";

type Props = {
  incident: Incident;
  /** Key of the action whose form is open. */
  open: string | undefined;
  pending: boolean;
  onChoose: (action: Action) => void;
};

const keyboard: Partial<Record<Act, string>> = { accept: "A", dispatch: "D", register: "R" };
const shownFirst = 6;

const rank = { main: 0, plain: 1, serious: 2 };

/** Exactly what the server allows this person now: what moves the matter on first, the rest behind "more". */
export function ActionBar({ incident, open, pending, onChoose }: Props) {
  const { t } = useTranslation();
  const actions = incident.actions
    .filter(({ act }) => act !== "archive")
    .toSorted((a, b) => rank[actFormOf(a.act as Act).tone] - rank[actFormOf(b.act as Act).tone]);
  if (actions.length === 0) return <p className="muted no-print">{t("incident.noActions")}</p>;
  const [first, rest] = [actions.slice(0, shownFirst), actions.slice(shownFirst)];
  return (
    <fieldset className="action-bar no-print" aria-label={t("incident.actions")}>
      {first.map((action) => {
        const key = actionKeyOf(action);
        const { tone } = actFormOf(action.act as Act);
        const shortcut = keyboard[action.act as Act];
        return (
          <Button
            key={key}
            type={tone === "main" ? "primary" : "default"}
            danger={tone === "serious"}
            disabled={pending}
            aria-expanded={
              actFormOf(action.act as Act).fields.length > 0 ? key === open : undefined
            }
            onClick={() => onChoose(action)}
            {...(shortcut ? { "aria-keyshortcuts": shortcut.toLowerCase() } : {})}
          >
            {actionLabel(t, action, incident)}
            {shortcut && <kbd aria-hidden>{shortcut}</kbd>}
          </Button>
        );
      })}
      {rest.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: rest.map((action) => ({
              key: actionKeyOf(action),
              label: actionLabel(t, action, incident),
              danger: actFormOf(action.act as Act).tone === "serious",
              onClick: () => onChoose(action),
            })),
          }}
        >
          <Button>
            {t("incident.more")} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      )}
    </fieldset>
  );
}
