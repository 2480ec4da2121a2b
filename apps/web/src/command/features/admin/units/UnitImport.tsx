import { Alert, Button, Form, Modal, Radio } from "antd";
import { CoordinateSystem, type UnitImportAnswer } from "@gezhi/contract/units.ts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { useImportUnits, type ImportFiles } from "./unit-changes.ts";

type Chosen = Omit<ImportFiles, "dryRun">;
const nothing: Chosen = { csv: undefined, geojson: undefined, coordinates: "wgs84" };

/** Two files, a dry run that names every problem with its line, then the import itself. */
export function UnitImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(nothing);
  const run = useImportUnits();
  const choose = (change: Partial<Chosen>) => {
    setChosen({ ...chosen, ...change });
    run.reset();
  };
  const empty = !chosen.csv && !chosen.geojson;
  const answer = run.data;
  const file = (name: "csv" | "geojson", accept: string) => (
    <Form.Item label={t(`admin.units.files.${name}`)} htmlFor={`import-${name}`}>
      <input
        id={`import-${name}`}
        type="file"
        accept={accept}
        onChange={(event) => choose({ [name]: event.target.files?.[0] })}
      />
    </Form.Item>
  );
  return (
    <Modal
      open
      width={860}
      title={t("admin.units.import")}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>{t("admin.close")}</Button>
          <Button
            disabled={empty}
            loading={run.isPending && run.variables.dryRun}
            onClick={() => run.mutate({ ...chosen, dryRun: true })}
          >
            {t("admin.units.dryRun")}
          </Button>
          <Button
            type="primary"
            disabled={!answer?.ok || answer.applied || answer.changes === 0}
            loading={run.isPending && !run.variables.dryRun}
            onClick={() => run.mutate({ ...chosen, dryRun: false })}
          >
            {t("admin.units.importNow")}
          </Button>
        </>
      }
    >
      <p className="muted">{t("admin.units.importHint")}</p>
      <Form layout="vertical" component="div">
        {file("csv", ".csv,text/csv")}
        {file("geojson", ".geojson,.json,application/geo+json")}
        <Form.Item label={t("admin.units.coordinates")}>
          <Radio.Group
            value={chosen.coordinates}
            options={CoordinateSystem.options.map((value) => ({
              value,
              label: t(`importing.systems.${value}`),
            }))}
            onChange={({ target }) =>
              choose({ coordinates: target.value as Chosen["coordinates"] })
            }
          />
        </Form.Item>
      </Form>
      {run.error && <Alert type="error" showIcon title={run.error.message} />}
      {answer && <ImportAnswer answer={answer} />}
    </Modal>
  );
}

function ImportAnswer({ answer }: { answer: UnitImportAnswer }) {
  const { t } = useTranslation();
  const { ok, applied, problems, more, created, ended, changes, unchanged } = answer;
  return (
    <>
      <Alert
        type={ok ? "success" : "warning"}
        showIcon
        title={
          applied
            ? t("admin.units.imported", { n: changes })
            : ok
              ? t("admin.units.dryRunGood", { n: changes })
              : t("admin.units.dryRunBad", { n: problems.length + more })
        }
        description={
          <span className="figures">
            {t("admin.units.importCounts", { created, ended, changes, unchanged })}
          </span>
        }
      />
      {problems.length > 0 && (
        <div className="import-problems">
          <DataTable
            caption={t("admin.units.problems")}
            rows={problems}
            keyOf={({ file, line, message }) => `${file} ${line} ${message}`}
            columns={[
              {
                key: "file",
                title: t("admin.units.file"),
                width: 110,
                render: ({ file }) => file.toUpperCase(),
              },
              {
                key: "line",
                title: t("admin.units.line"),
                width: 80,
                align: "right",
                header: true,
                render: ({ line }) => line,
              },
              { key: "message", title: t("admin.units.problem"), render: ({ message }) => message },
            ]}
          />
          {more > 0 && <p className="muted">{t("admin.units.moreProblems", { n: more })}</p>}
        </div>
      )}
    </>
  );
}
