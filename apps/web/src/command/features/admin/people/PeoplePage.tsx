import { UserAddOutlined } from "@ant-design/icons";
import { Role } from "@gezhi/contract/identity.ts";
import type { Person } from "@gezhi/contract/organisation.ts";
import { Button, Select } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { UnitField } from "../../../../shared/units/UnitField.tsx";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { SearchInput } from "../../../../shared/ui/SearchInput.tsx";
import { EmptyState, QueryState } from "../../../../shared/ui/states.tsx";
import { useAdministered } from "../administered.ts";
import { dutyWords, holdsToday } from "./duty-words.ts";
import { FirstPassword } from "./FirstPassword.tsx";
import { NewPersonModal, type Created } from "./NewPersonModal.tsx";
import { usePeople } from "./people-queries.ts";
import "./people.css";
import { PersonDrawer } from "./PersonDrawer.tsx";
import { PersonState } from "./PersonState.tsx";

export type PeopleSearch = {
  q?: string | undefined;
  role?: Role | undefined;
  unit?: string | undefined;
  person?: string | undefined;
};
type Props = { search: PeopleSearch; onSearch: (search: PeopleSearch) => void };

/** Accounts of the administrator's units. */
export function PeoplePage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const within = useAdministered();
  const { q, role, unit, person } = search;
  const people = usePeople({ q, role, unit, limit: 100 });
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<Created>();
  const onQ = useCallback(
    (next: string) => onSearch({ ...search, q: next || undefined }),
    [onSearch, search],
  );
  return (
    <div className="admin-page">
      <header className="document-title">
        <h1>{t("admin.nav.people")}</h1>
        <SearchInput label={t("admin.people.search")} value={q ?? ""} onChange={onQ} />
        <UnitField
          label={t("admin.people.unit")}
          placeholder={t("admin.people.anyUnit")}
          allowClear
          within={within}
          value={unit}
          onChange={(next) => onSearch({ ...search, unit: next })}
          width={220}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("admin.people.role")}
          placeholder={t("admin.people.anyRole")}
          value={role ?? null}
          options={Role.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
          onChange={(next: Role | null) => onSearch({ ...search, role: next ?? undefined })}
          style={{ width: 150 }}
        />
        <span className="document-buttons">
          <Button
            type="primary"
            icon={<UserAddOutlined aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t("admin.people.add")}
          </Button>
        </span>
      </header>
      <QueryState query={people} rows={10}>
        {({ pages }) => (
          <PeopleTable
            people={pages.flatMap(({ items }) => items)}
            chosen={person}
            onPerson={(username) => onSearch({ ...search, person: username })}
            more={{
              has: people.hasNextPage,
              loading: people.isFetchingNextPage,
              load: () => void people.fetchNextPage(),
            }}
          />
        )}
      </QueryState>
      {person && (
        <PersonDrawer
          key={person}
          username={person}
          onPassword={setCreated}
          onClose={() => onSearch({ ...search, person: undefined })}
        />
      )}
      {creating && (
        <NewPersonModal
          unit={unit ?? within}
          onClose={() => setCreating(false)}
          onCreated={(next) => {
            setCreating(false);
            setCreated(next);
          }}
        />
      )}
      {created && <FirstPassword {...created} onClose={() => setCreated(undefined)} />}
    </div>
  );
}

const shownDuties = 3;

type TableProps = {
  people: readonly Person[];
  chosen: string | undefined;
  onPerson: (username: string) => void;
  more: { has: boolean; loading: boolean; load: () => void };
};

function PeopleTable({ people, chosen, onPerson, more }: TableProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("admin.nav.people")}
      rows={people}
      keyOf={({ account }) => account}
      selected={({ username }) => username === chosen}
      onRow={({ username }) => onPerson(username)}
      empty={<EmptyState title={t("admin.people.none")} />}
      more={more}
      columns={[
        {
          key: "name",
          title: t("admin.people.name"),
          header: true,
          width: 140,
          render: ({ name, username }) => (
            <button type="button" className="text-button" onClick={() => onPerson(username)}>
              {name}
            </button>
          ),
        },
        {
          key: "username",
          title: t("signIn.username"),
          width: 220,
          render: ({ username }) => <span className="figures">{username}</span>,
        },
        {
          key: "phone",
          title: t("admin.people.phone"),
          width: 130,
          render: ({ phone }) => <span className="figures">{phone ?? "—"}</span>,
        },
        {
          key: "duties",
          title: t("admin.people.duties"),
          render: ({ appointments }) => {
            const held = appointments.filter((one) => holdsToday(one));
            if (held.length === 0) return t("admin.people.noDuty");
            return (
              <>
                {held.slice(0, shownDuties).map((one) => (
                  <div key={one.id}>{dutyWords(t, one)}</div>
                ))}
                {held.length > shownDuties && (
                  <div className="muted">{t("admin.people.moreDuties", { n: held.length })}</div>
                )}
              </>
            );
          },
        },
        {
          key: "state",
          title: t("admin.people.state"),
          width: 200,
          render: (person) => <PersonState person={person} />,
        },
      ]}
    />
  );
}
