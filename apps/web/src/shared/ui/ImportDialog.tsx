import type { UseMutationResult } from "@tanstack/react-query";
import { Alert, Button, Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "./DataTable.tsx";
import "./import-dialog.css";

type Answer = {
  dryRun: boolean;
  created: number;
  changed: number;
  unchanged: number;
  problems: { line: number; column: string; message: string }[];
};
type Props = {
  /** Under whose name its texts stand. */
  of: "devices" | "places" | "hotSpots";
  accept: string;
  run: UseMutationResult<Answer, Error, { file: File; dryRun: boolean }>;
  /** What there is to do after new ones came in. */
  afterwards?: string;
  onClose: () => void;
};

/** One file, a dry run that names every problem with its line, then the import itself. */
export function ImportDialog({ of, accept, run, afterwards, onClose }: Props) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const answer = run.data;
  const problems = answer?.problems ?? [];
  const good = answer !== undefined && problems.length === 0;
  const start = (dryRun: boolean) => file && run.mutate({ file, dryRun });
  return (
    <Modal
      open
      width={820}
      title={t(`${of}.importing.title`)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>{t("admin.close")}</Button>
          <Button
            disabled={!file}
            loading={run.isPending && run.variables.dryRun}
            onClick={() => start(true)}
          >
            {t(`${of}.importing.dryRun`)}
          </Button>
          <Button
            type="primary"
            disabled={!good || !answer.dryRun || answer.created + answer.changed === 0}
            loading={run.isPending && !run.variables.dryRun}
            onClick={() => start(false)}
          >
            {t(`${of}.importing.go`)}
          </Button>
        </>
      }
    >
      <p className="muted">{t(`${of}.importing.line`)}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t(`${of}.importing.file`)} htmlFor="import-file">
          <input
            id="import-file"
            type="file"
            accept={accept}
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              run.reset();
            }}
          />
        </Form.Item>
      </Form>
      {run.error && <Alert type="error" showIcon title={run.error.message} />}
      {good && (
        <Alert
          type="success"
          showIcon
          title={t(`${of}.importing.${answer.dryRun ? "good" : "done"}`, {
            created: answer.created,
            changed: answer.changed,
            unchanged: answer.unchanged,
          })}
          {...(afterwards && !answer.dryRun && answer.created > 0
            ? { description: afterwards }
            : {})}
        />
      )}
      {problems.length > 0 && (
        <>
          <Alert type="warning" showIcon title={t(`${of}.importing.bad`, { n: problems.length })} />
          <div className="import-problems">
            <DataTable
              caption={t(`${of}.importing.problem`)}
              rows={problems}
              keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
              columns={[
                {
                  key: "line",
                  title: t(`${of}.importing.lineNumber`),
                  width: 70,
                  align: "right",
                  render: ({ line }) => line,
                },
                {
                  key: "column",
                  title: t(`${of}.importing.column`),
                  width: 140,
                  header: true,
                  render: ({ column }) => column,
                },
                {
                  key: "message",
                  title: t(`${of}.importing.problem`),
                  render: ({ message }) => message,
                },
              ]}
            />
          </div>
        </>
      )}
    </Modal>
  );
}
