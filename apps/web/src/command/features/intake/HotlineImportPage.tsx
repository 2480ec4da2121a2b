import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { HotlineImportResult } from "@gezhi/contract/reports.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Select, Space, Table } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, urlOf } from "../../../shared/api.ts";
import { useMe } from "../../../shared/session.ts";
import "./intake.css";

type Row = HotlineImportResult["rows"][number];
type Props = { onIncident: (id: string) => void };

/** Hotline orders from a file. Each line has its own result, and the same file again changes nothing. */
export function HotlineImportPage({ onIncident }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      api.upload(HotlineImportResult, "/hotline-imports", file, file.name),
    onSuccess: () => {
      for (const key of ["incidents", "incident-counts"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <div className="page intake">
      <h1>{t("import.title")}</h1>
      <p className="muted">{t("import.line")}</p>
      <Space wrap style={{ margin: "12px 0" }}>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t("import.choose")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) send.mutate(file);
          }}
        />
        <Button
          type="primary"
          icon={<UploadOutlined aria-hidden />}
          loading={send.isPending}
          onClick={() => input.current?.click()}
        >
          {t("import.choose")}
        </Button>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href="/api/hotline-imports/template.csv"
          download
        >
          {t("import.template")}
        </Button>
      </Space>
      <HotlineResults />
      {send.error && <Alert type="error" showIcon title={send.error.message} />}
      {send.data && <ImportResult result={send.data} onIncident={onIncident} />}
    </div>
  );
}

const spans = [7, 30, 90, 365] as const;
const centre = ["dispatcher", "dutyOfficer", "commander", "districtCentre"];

/** Back to the system the orders came from: what became of each (F21). */
function HotlineResults() {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(30);
  if (!useMe().appointments.some(({ role }) => centre.includes(role))) return null;
  return (
    <p>
      <Space wrap>
        {t("import.results")}
        <Select
          aria-label={t("import.resultsSpan")}
          value={days}
          options={spans.map((n) => ({ value: n, label: t("import.lastDays", { n }) }))}
          onChange={setDays}
        />
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={urlOf("/hotline-results.csv", { days: String(days) })}
          download
        >
          {t("import.resultsFile")}
        </Button>
      </Space>
    </p>
  );
}

function ImportResult({ result, onIncident }: Props & { result: HotlineImportResult }) {
  const { t } = useTranslation();
  const { rows, created, repeated, failed } = result;
  return (
    <section aria-label={t("import.result")}>
      <p className="figures" aria-live="polite">
        <strong>{t("import.summary", { created, repeated, failed })}</strong>
      </p>
      <Table<Row>
        size="small"
        rowKey="line"
        dataSource={rows.toSorted((a, b) => Number(a.ok) - Number(b.ok) || a.line - b.line)}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          {
            title: t("import.fileLine"),
            dataIndex: "line",
            width: 80,
            align: "right",
            className: "figures",
          },
          {
            title: t("import.outcome"),
            width: 100,
            render: (_, row) => t(row.ok ? "import.ok" : "import.failed"),
          },
          {
            title: t("import.number"),
            render: (_, { number, incident }) =>
              number && incident ? (
                <Button type="link" size="small" onClick={() => onIncident(incident)}>
                  {number}
                </Button>
              ) : (
                number
              ),
          },
          { title: t("import.message"), dataIndex: "message" },
        ]}
      />
    </section>
  );
}
