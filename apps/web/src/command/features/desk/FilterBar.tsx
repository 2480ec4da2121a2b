import {
  BarsOutlined,
  ExportOutlined,
  FilterOutlined,
  PhoneOutlined,
  ProjectOutlined,
  QuestionCircleOutlined,
} from "@ant-design/icons";
import { Badge, Button, Input, Popover, Segmented, Select } from "antd";
import { useEffect, useState, type Ref } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import {
  activeFilters,
  deskLists,
  deskSorts,
  queryOf,
  withoutFilters,
  type DeskSearch,
} from "./desk-search.ts";
import { FilterForm } from "./FilterForm.tsx";

type Props = {
  search: DeskSearch;
  onSearch: (search: DeskSearch) => void;
  /** Of the list; the board has neither keys nor lists. */
  atCentre?: boolean;
  onNewReport?: () => void;
  onKeys?: () => void;
  searchRef?: Ref<HTMLInputElement>;
};
const settleMs = 300;

export function FilterBar({
  search,
  atCentre = false,
  onSearch,
  onNewReport,
  onKeys,
  searchRef = null,
}: Props) {
  const { t } = useTranslation();
  const board = search.view === "board";
  const set = activeFilters(search).length;
  return (
    <div className="filter-bar no-print">
      <div className="filter-row">
        {atCentre && (
          <Segmented
            aria-label={t("desk.queue")}
            value={search.list ?? "queue"}
            options={deskLists.map((value) => ({ value, label: t(`desk.lists.${value}`) }))}
            onChange={(list) => onSearch({ ...search, list: list === "queue" ? undefined : list })}
          />
        )}
        <span className="filter-tools">
          {atCentre && (
            <Button icon={<PhoneOutlined aria-hidden />} onClick={onNewReport}>
              {t("desk.newReport")}
            </Button>
          )}
          <Button
            type="text"
            icon={<ExportOutlined aria-hidden />}
            aria-label={t("desk.export")}
            href={urlOf("/incidents.csv", queryOf(search))}
            download
          />
          {onKeys && (
            <Button
              type="text"
              icon={<QuestionCircleOutlined aria-hidden />}
              aria-label={t("keys.open")}
              onClick={onKeys}
            />
          )}
        </span>
      </div>
      <div className="filter-row">
        <SearchBox
          value={search.q ?? ""}
          onChange={(q) => onSearch({ ...search, q: q || undefined })}
          inputRef={searchRef}
        />
        <Select
          aria-label={t("desk.sortLabel")}
          value={search.sort ?? "urgency"}
          options={deskSorts.map((value) => ({ value, label: t(`desk.sort.${value}`) }))}
          onChange={(sort) => onSearch({ ...search, sort: sort === "urgency" ? undefined : sort })}
          popupMatchSelectWidth={false}
        />
        <Popover
          trigger="click"
          placement="bottomRight"
          content={<FilterForm search={search} onSearch={onSearch} />}
        >
          <Badge count={set} size="small" color="var(--accent)">
            <Button
              icon={<FilterOutlined aria-hidden />}
              aria-label={t("desk.filterCount", { n: set })}
            />
          </Badge>
        </Popover>
        <Button
          icon={board ? <BarsOutlined aria-hidden /> : <ProjectOutlined aria-hidden />}
          aria-label={t(board ? "desk.board.asList" : "desk.board.open")}
          title={t(board ? "desk.board.asList" : "desk.board.open")}
          onClick={() => onSearch({ ...search, view: board ? undefined : "board" })}
        />
      </div>
      {set > 0 && (
        <p className="filter-active">
          <ActiveFilters search={search} />
          <Button size="small" type="link" onClick={() => onSearch(withoutFilters(search))}>
            {t("desk.clear")}
          </Button>
        </p>
      )}
    </div>
  );
}

function ActiveFilters({ search }: { search: DeskSearch }) {
  const { t } = useTranslation();
  const words = [
    ...(search.urgency ?? []).map((one) => t(`urgency.${one}`)),
    ...(search.status ?? []).map((one) => t(`status.${one}`)),
    search.open && t(`desk.openOnly.${search.open}`),
    search.category && `${t("desk.fields.category")} ${search.category}`,
    search.unit && `${t("desk.fields.unit")} ${search.unit}`,
    search.overdue && t("desk.counts.overdue"),
    search.due && t("desk.counts.dueToday"),
    search.supervised && t("incident.supervised"),
  ];
  return <span>{words.filter(Boolean).join("、")}</span>;
}

type SearchBoxProps = {
  value: string;
  onChange: (value: string) => void;
  inputRef: Ref<HTMLInputElement>;
};

/** The address follows shortly after the typing. */
function SearchBox({ value, onChange, inputRef }: SearchBoxProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), settleMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input
      ref={(input) => {
        if (typeof inputRef === "object" && inputRef) inputRef.current = input?.input ?? null;
      }}
      type="search"
      style={{ flex: "1 1 160px", width: "auto", minWidth: 0 }}
      allowClear
      aria-label={t("desk.searchLabel")}
      placeholder={t("desk.search")}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => onChange(typed.trim())}
    />
  );
}
