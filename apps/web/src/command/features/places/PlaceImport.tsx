import { Alert, Button, Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { useImportPlaces } from "./place-queries.ts";

/** One file, a dry run that names every problem with its line, then the import itself. */
export function PlaceImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const run = useImportPlaces();
  const answer = run.data;
  const problems = answer?.problems ?? [];
  const good = answer !== undefined && problems.length === 0;
  const start = (dryRun: boolean) => file && run.mutate({ file, dryRun });
  return (
    <Modal
      open
      width={820}
      title={t("places.importing.title")}
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
            {t("places.importing.dryRun")}
          </Button>
          <Button
            type="primary"
            disabled={!good || !answer.dryRun || answer.created + answer.changed === 0}
            loading={run.isPending && !run.variables.dryRun}
            onClick={() => start(false)}
          >
            {t("places.importing.go")}
          </Button>
        </>
      }
    >
      <p className="muted">{t("places.importing.line")}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t("places.importing.file")} htmlFor="import-places">
          <input
            id="import-places"
            type="file"
            accept=".csv,.geojson,.json"
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
          title={t(answer.dryRun ? "places.importing.good" : "places.importing.done", {
            created: answer.created,
            changed: answer.changed,
            unchanged: answer.unchanged,
          })}
        />
      )}
      {problems.length > 0 && (
        <>
          <Alert
            type="warning"
            showIcon
            title={t("places.importing.bad", { n: problems.length })}
          />
          <div className="place-problems">
            <DataTable
              caption={t("places.importing.problem")}
              rows={problems}
              keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
              columns={[
                {
                  key: "line",
                  title: t("places.importing.lineNumber"),
                  width: 70,
                  align: "right",
                  render: ({ line }) => line,
                },
                {
                  key: "column",
                  title: t("places.importing.column"),
                  width: 140,
                  header: true,
                  render: ({ column }) => column,
                },
                {
                  key: "message",
                  title: t("places.importing.problem"),
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
