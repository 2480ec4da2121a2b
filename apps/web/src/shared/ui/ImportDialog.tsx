import type { UseMutationResult } from "@tanstack/react-query";
import { CoordinateSystem, type Position } from "@gezhi/contract/units.ts";
import { Alert, Button, Form, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "./DataTable.tsx";
import { MapView } from "./MapView.tsx";
import "./import-dialog.css";

type Landing = {
  line: number;
  name: string;
  position: Position;
  unit: { code: string; name: string } | null;
};
type Answer = {
  landed?: Landing[];
  dryRun: boolean;
  created: number;
  changed: number;
  unchanged: number;
  problems: { line: number; column: string; message: string }[];
};
export type ImportAsked = { file: File; dryRun: boolean; coordinates: CoordinateSystem };
type Props = {
  /** Under whose name its texts stand. */
  of: "devices" | "places" | "hotSpots";
  accept: string;
  run: UseMutationResult<Answer, Error, ImportAsked>;
  /** What is imported lies somewhere: asks for the coordinate system of the file. */
  placed?: boolean;
  /** What there is to do after new ones came in. */
  afterwards?: string;
  onClose: () => void;
};

/** One file, a dry run that names every problem with its line, then the import itself. */
export function ImportDialog({ of, accept, run, placed = false, afterwards, onClose }: Props) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const [coordinates, setCoordinates] = useState<CoordinateSystem>("wgs84");
  const answer = run.data;
  const problems = answer?.problems ?? [];
  const good = answer !== undefined && problems.length === 0;
  const start = (dryRun: boolean) => file && run.mutate({ file, dryRun, coordinates });
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
        {placed && (
          <Form.Item label={t("importing.coordinates")}>
            <Radio.Group
              value={coordinates}
              options={CoordinateSystem.options.map((value) => ({
                value,
                label: t(`importing.systems.${value}`),
              }))}
              onChange={({ target }) => {
                setCoordinates(target.value as CoordinateSystem);
                run.reset();
              }}
            />
          </Form.Item>
        )}
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
      {answer?.dryRun && answer.landed && answer.landed.length > 0 && (
        <Landings landed={answer.landed} />
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

/** A wrong coordinate system puts everything half a kilometre aside: seen before it is written, on a map and as a table. */
function Landings({ landed }: { landed: readonly Landing[] }) {
  const { t } = useTranslation();
  const [first] = landed;
  if (!first) return null;
  return (
    <section aria-label={t("importing.landings")}>
      <p>{t("importing.look", { n: landed.length })}</p>
      <MapView
        key={`${first.position.lon} ${first.position.lat} ${landed.length}`}
        label={t("importing.landings")}
        center={first.position}
        zoom={14}
        points={landed.map(({ line, name, position }) => ({
          id: String(line),
          position,
          label: name,
          tone: "focus",
        }))}
        height={240}
      />
      <div className="import-problems">
        <DataTable
          caption={t("importing.landings")}
          rows={landed}
          keyOf={({ line }) => line}
          columns={[
            {
              key: "name",
              title: t("importing.landings"),
              header: true,
              render: ({ name }) => name,
            },
            {
              key: "unit",
              title: t("importing.unit"),
              render: ({ unit }) => unit?.name ?? t("importing.outside"),
            },
            {
              key: "position",
              title: "WGS-84",
              width: 200,
              render: ({ position: { lon, lat } }) => (
                <span className="figures">
                  {lon.toFixed(5)}, {lat.toFixed(5)}
                </span>
              ),
            },
          ]}
        />
      </div>
    </section>
  );
}
