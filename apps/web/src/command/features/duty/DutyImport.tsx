import type { DutyRoster } from "@gezhi/contract/duty.ts";
import { Alert, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useImportDuty } from "./duty-queries.ts";

type Props = { roster: DutyRoster; onClose: () => void };

/** A roster as spreadsheets copy it: all lines or none, and every wrong line by its number. */
export function DutyImport({ roster, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const paste = useImportDuty();
  const answer = paste.data;
  const [first] = roster.duties;
  const example = `${roster.now.day},白班,${first?.name ?? "值班长"},${first?.holders[0]?.name ?? ""}`;
  return (
    <Modal
      open
      width={680}
      title={t("duty.importTitle", { unit: roster.unit.name })}
      okText={t("duty.importGo")}
      okButtonProps={{ disabled: text.trim() === "", loading: paste.isPending }}
      onOk={() =>
        paste.mutate(
          { unit: roster.unit.code, text, dryRun: false },
          { onSuccess: ({ written }) => written && onClose() },
        )
      }
      onCancel={onClose}
    >
      <p className="muted">{t("duty.importHint")}</p>
      <Input.TextArea
        aria-label={t("duty.importText")}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          paste.reset();
        }}
        placeholder={`日期,班次,岗位,人员\n${example}`}
        autoSize={{ minRows: 8, maxRows: 18 }}
        className="duty-import-text"
      />
      {paste.error && <Alert type="error" showIcon title={paste.error.message} />}
      {answer && !answer.written && answer.errors.length === 0 && (
        <Alert type="warning" showIcon title={t("duty.importEmpty")} />
      )}
      {answer && answer.errors.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t("duty.importErrors", { n: answer.errors.length, lines: answer.lines })}
          description={
            <ul className="duty-errors">
              {answer.errors.map(({ line, message }) => (
                <li key={line}>
                  {t("duty.importLine", { line })}：{message}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </Modal>
  );
}
