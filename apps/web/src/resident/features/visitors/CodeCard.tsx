import type { ProvenPhone, VisitorCode } from "@gezhi/contract/visitor-codes.ts";
import { Alert, App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { formatTime } from "../../../shared/time.tsx";
import { useRevokeCode } from "./visitor-queries.ts";

/** Large enough to be read out on the telephone. */
export function CodeCard({ code, proven }: { code: VisitorCode; proven: ProvenPhone }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const revoke = useRevokeCode(proven);
  const { code: digits, door, from, to, left, uses, state, opened } = code;
  const spaced = digits && `${digits.slice(0, 4)} ${digits.slice(4)}`;
  const copy = async () => {
    await navigator.clipboard.writeText(digits ?? "");
    void message.success(t("doors.resident.copied"));
  };
  return (
    <section className="phone-card" aria-label={`${door.name} ${digits ?? ""}`}>
      <h2>
        <span>{door.name}</span>
        <span>{t(`doors.resident.states.${state}`)}</span>
      </h2>
      {spaced && (
        <strong
          className="visitor-code figures"
          aria-label={t("doors.resident.label", { code: digits })}
        >
          {spaced}
        </strong>
      )}
      <p className="figures">
        {t("doors.resident.window", {
          from: formatTime(from, "short"),
          to: formatTime(to, "short"),
        })}
      </p>
      <p className="phone-row-line">{t("doors.resident.left", { left, uses })}</p>
      <p className="phone-note figures">
        {opened.length === 0
          ? t("doors.resident.openedNone")
          : `${t("doors.resident.opened")} ${opened.map((at) => formatTime(at, "short")).join("，")}`}
      </p>
      {revoke.error && <Alert type="error" showIcon title={revoke.error.message} />}
      {digits && (
        <div className="phone-pair">
          <Button onClick={() => void copy().catch(() => undefined)}>
            {t("doors.resident.copy")}
          </Button>
          <Popconfirm
            title={t("doors.resident.revokeAsk")}
            okText={t("doors.resident.revoke")}
            cancelText={t("doors.resident.cancel")}
            okButtonProps={{ danger: true }}
            onConfirm={() => revoke.mutate(code)}
          >
            <Button danger>{t("doors.resident.revoke")}</Button>
          </Popconfirm>
        </div>
      )}
    </section>
  );
}
