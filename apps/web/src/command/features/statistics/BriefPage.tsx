import { FilePdfOutlined, FileWordOutlined } from "@ant-design/icons";
import type { BriefBlock } from "@gezhi/contract/briefs.ts";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { useMe } from "../../../shared/session.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useBrief, useBriefs } from "./brief-queries.ts";
import type { BriefSearch } from "./brief-routes.tsx";
import "./statistics.css";
import "./brief.css";

type Props = { search: BriefSearch; onSearch: (search: BriefSearch) => void };

/** The daily brief (日报): choose a unit and a day, read it as it will be printed, take it along. */
export function BriefPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const own = useMe().appointments[0]?.unit ?? "50";
  const { unit = own } = search;
  const list = useBriefs(unit);
  const days = list.data?.days;
  // The last day that is over.
  const day = search.day ?? days?.find(({ over }) => over)?.day;
  const brief = useBrief(unit, day);
  const ask = { unit, day };
  return (
    <div className="briefs">
      <header className="briefs-head">
        <h1>{t("briefs.title")}</h1>
        <Link to="/statistics" search={{ unit }}>
          {t("figures.back")}
        </Link>
      </header>
      <div className="briefs-tools">
        <div className="statistics-choice">
          <span>{t("figures.unit")}</span>
          <UnitField
            label={t("figures.unit")}
            value={unit}
            onChange={(next) => onSearch({ ...search, unit: next })}
            width={200}
          />
        </div>
        <label className="statistics-choice">
          <span>{t("briefs.day")}</span>
          <Input
            type="date"
            value={day ?? ""}
            max={days?.[0]?.day}
            onChange={({ target }) => onSearch({ ...search, day: target.value || undefined })}
          />
        </label>
        {(["docx", "pdf"] as const).map((kind) => (
          <Button
            key={kind}
            icon={
              kind === "pdf" ? <FilePdfOutlined aria-hidden /> : <FileWordOutlined aria-hidden />
            }
            type={kind === "docx" ? "primary" : "default"}
            disabled={!brief.data}
            href={urlOf(`/brief.${kind}`, ask)}
            download
          >
            {t(`briefs.${kind}`)}
          </Button>
        ))}
      </div>
      <div className="briefs-body">
        <nav className="briefs-days" aria-label={t("briefs.days")}>
          {days?.map((one) => (
            <button
              key={one.day}
              type="button"
              aria-current={one.day === day}
              onClick={() => onSearch({ ...search, day: one.day })}
            >
              <strong className="figures">{one.day}</strong>
              <span>{one.over ? one.number : t("briefs.running")}</span>
              <small className="figures">
                {t("briefs.counts", {
                  reported: formatCount(one.reported),
                  closed: formatCount(one.closed),
                })}
              </small>
            </button>
          ))}
        </nav>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard */}
        <section className="briefs-preview" aria-label={t("briefs.preview")} tabIndex={0}>
          {list.error && <EmptyState title={list.error.message} />}
          <QueryState query={brief} rows={12}>
            {(data) => (
              <>
                <p className="muted">
                  {t(data.over ? "briefs.about" : "briefs.aboutRunning")} {t("figures.at")}{" "}
                  <ExactTime at={data.at} format="short" />
                </p>
                <article className="brief-paper" lang="zh-CN" aria-label={data.title}>
                  <p className="brief-red">{data.head}</p>
                  <p className="brief-number">{data.number}</p>
                  <p className="brief-line">
                    <span>{data.issuer}</span>
                    <span>{data.date}</span>
                  </p>
                  <h2>{data.title}</h2>
                  {data.blocks.map((block, place) => (
                    // oxlint-disable-next-line react/no-array-index-key -- a text has no other name than its place
                    <Block key={place} block={block} />
                  ))}
                  <p className="brief-signature">
                    {data.issuer}
                    <br />
                    {data.date}
                  </p>
                </article>
              </>
            )}
          </QueryState>
        </section>
      </div>
    </div>
  );
}

function Block({ block }: { block: BriefBlock }) {
  if (block.kind === "text") return <p className="brief-text">{block.text}</p>;
  if (block.kind === "heading")
    return block.level === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>;
  return (
    <div className="brief-table">
      <table>
        <caption className="visually-hidden">{block.name}</caption>
        <thead>
          <tr>
            {block.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={block.head[column]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td
                    key={block.head[column]}
                    className={/^(?:[\d.]+%?|—)$/.test(cell) ? "brief-value" : ""}
                  >
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
