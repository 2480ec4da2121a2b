import type { DeviceImportResult } from "@gezhi/contract/devices.ts";
import { Alert, Button, Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { useImportDevices } from "./device-queries.ts";

/** One file, a dry run that names every problem with its line, then the import itself. */
export function DeviceImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const run = useImportDevices();
  const answer = run.data;
  const good = answer !== undefined && answer.problems.length === 0;
  const start = (dryRun: boolean) => file && run.mutate({ file, dryRun });
  return (
    <Modal
      open
      width={820}
      title={t("devices.importing.title")}
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
            {t("devices.importing.dryRun")}
          </Button>
          <Button
            type="primary"
            disabled={!good || !answer.dryRun || answer.created + answer.changed === 0}
            loading={run.isPending && !run.variables.dryRun}
            onClick={() => start(false)}
          >
            {t("devices.importing.go")}
          </Button>
        </>
      }
    >
      <p className="muted">{t("devices.importing.line")}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t("devices.importing.file")} htmlFor="import-devices">
          <input
            id="import-devices"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              run.reset();
            }}
          />
        </Form.Item>
      </Form>
      {run.error && <Alert type="error" showIcon title={run.error.message} />}
      {answer && <Answer answer={answer} />}
    </Modal>
  );
}

function Answer({ answer }: { answer: DeviceImportResult }) {
  const { t } = useTranslation();
  const { dryRun, created, changed, unchanged, problems } = answer;
  const counts = { created, changed, unchanged };
  if (problems.length === 0)
    return (
      <Alert
        type="success"
        showIcon
        title={t(dryRun ? "devices.importing.good" : "devices.importing.done", counts)}
        {...(!dryRun && created > 0 ? { description: t("devices.importing.passwords") } : {})}
      />
    );
  return (
    <>
      <Alert type="warning" showIcon title={t("devices.importing.bad", { n: problems.length })} />
      <div className="device-problems">
        <DataTable
          caption={t("devices.importing.problem")}
          rows={problems}
          keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
          columns={[
            {
              key: "line",
              title: t("devices.importing.lineNumber"),
              width: 70,
              align: "right",
              render: ({ line }) => line,
            },
            {
              key: "column",
              title: t("devices.importing.column"),
              width: 140,
              header: true,
              render: ({ column }) => column,
            },
            {
              key: "message",
              title: t("devices.importing.problem"),
              render: ({ message }) => message,
            },
          ]}
        />
      </div>
    </>
  );
}
