import type { Role } from "@gezhi/contract/identity.ts";
import type { AppointmentView } from "@gezhi/contract/organisation.ts";
import { PlusOutlined, WarningOutlined } from "@ant-design/icons";
import { levelOf, type UnitLevel } from "@gezhi/contract/units.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { QueryState } from "../../../../shared/ui/states.tsx";
import type { DutyValues } from "./duty-values.ts";
import { holdsToday } from "./duty-words.ts";
import { useAppointmentsAt } from "./people-queries.ts";

type Props = { unit: string; onAppoint: (duty: Partial<DutyValues>) => void };

/** Roles that a unit of this level has besides its posts; without the first ones work would wait. */
const rolesOf: Partial<Record<UnitLevel, { needed: readonly Role[]; others: readonly Role[] }>> = {
  city: { needed: ["sysAdmin"], others: ["cityOperator", "auditor", "supervisor", "deputy"] },
  district: {
    needed: ["districtCentre"],
    others: ["department", "sysAdmin", "auditor", "supervisor", "deputy"],
  },
  town: {
    needed: ["commander", "dutyOfficer", "dispatcher"],
    others: ["liaison", "sysAdmin", "supervisor", "deputy"],
  },
};

type Row = { key: string; role: Role; duty: string | null; held: AppointmentView[] };

/** One line for each role, and for each department of a role that has departments. */
function rowsOf(role: Role, held: readonly AppointmentView[]): Row[] {
  const mine = held.filter((one) => one.role === role);
  const duties = Map.groupBy(mine, ({ department, dutyName }) => dutyName ?? department);
  if (duties.size === 0) return [{ key: role, role, duty: null, held: [] }];
  return [...duties].map(([duty, people]) => ({
    key: `${role} ${duty}`,
    role,
    duty,
    held: people,
  }));
}

export function RolesTable({ unit, onAppoint }: Props) {
  const { t } = useTranslation();
  const appointments = useAppointmentsAt(unit);
  const roles = rolesOf[levelOf(unit)] ?? { needed: [], others: [] };
  return (
    <section className="staff-section" aria-labelledby="roles-title">
      <h2 id="roles-title">{t("admin.people.roles")}</h2>
      <QueryState query={appointments}>
        {(items) => (
          <DataTable
            caption={t("admin.people.roles")}
            rows={[...roles.needed, ...roles.others].flatMap((role) =>
              rowsOf(
                role,
                items.filter((one) => holdsToday(one)),
              ),
            )}
            keyOf={({ key }) => key}
            columns={[
              {
                key: "role",
                title: t("admin.people.role"),
                header: true,
                width: 120,
                render: ({ role, duty }) => duty ?? t(`roles.${role}`),
              },
              {
                key: "people",
                title: t("admin.people.people"),
                render: ({ role, held }) => (
                  <div className="holders">
                    {held.map(({ id, accountName, holder }) => (
                      <span key={id}>
                        {accountName}{" "}
                        {holder && <span className="muted">{t(`admin.holders.${holder}`)}</span>}
                      </span>
                    ))}
                    {held.length === 0 && roles.needed.includes(role) && (
                      <span className="missing">
                        <WarningOutlined aria-hidden /> {t("admin.people.vacant")}
                      </span>
                    )}
                  </div>
                ),
              },
              {
                key: "tools",
                title: <span className="visually-hidden">{t("configuration.tools")}</span>,
                width: 48,
                render: ({ role }) => {
                  const label = t("admin.people.appointTo", { duty: t(`roles.${role}`) });
                  return (
                    <Button
                      size="small"
                      type="text"
                      icon={<PlusOutlined aria-hidden />}
                      aria-label={label}
                      title={label}
                      onClick={() => onAppoint({ role })}
                    />
                  );
                },
              },
            ]}
          />
        )}
      </QueryState>
    </section>
  );
}
