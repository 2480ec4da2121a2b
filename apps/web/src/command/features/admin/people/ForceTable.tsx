import type { Role } from "@gezhi/contract/identity.ts";
import type { GridForce, HolderView } from "@gezhi/contract/organisation.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { QueryState } from "../../../../shared/ui/states.tsx";
import type { DutyValues } from "./duty-values.ts";
import { HolderCell } from "./HolderCell.tsx";
import { useForce } from "./people-queries.ts";

type Props = { unit: string; onAppoint: (duty: Partial<DutyValues>) => void };

const columns = [
  { role: "gridHead", of: (force: GridForce) => force.heads },
  { role: "gridWorker", of: (force: GridForce) => force.workers },
  { role: "partTimeGridWorker", of: (force: GridForce) => force.partTimers },
  { role: "gridGuide", of: (force: GridForce) => force.guides },
] as const satisfies readonly { role: Role; of: (force: GridForce) => HolderView[] }[];

/** 1+3+N of each grid of a community; a grid without head or full-time worker is flagged (R41). */
export function ForceTable({ unit, onAppoint }: Props) {
  const { t } = useTranslation();
  const force = useForce(unit);
  return (
    <QueryState query={force} rows={8}>
      {({ grids, secretaries }) => {
        const incomplete = grids.filter(({ missing }) => missing.length > 0).length;
        return (
          <>
            {levelOf(unit) === "village" && (
              <section className="force-head">
                <strong>{t("roles.communitySecretary")}</strong>
                <HolderCell
                  holders={secretaries}
                  missing={t("admin.people.vacant")}
                  appointLabel={t("admin.people.appointTo", {
                    duty: t("roles.communitySecretary"),
                  })}
                  onAppoint={() => onAppoint({ unit, role: "communitySecretary" })}
                />
                <span className={incomplete > 0 ? "missing" : "muted"}>
                  {t("admin.people.incomplete", { n: incomplete, all: grids.length })}
                </span>
              </section>
            )}
            <DataTable
              caption={t("admin.people.force")}
              rows={grids}
              keyOf={({ grid }) => grid}
              columns={[
                {
                  key: "grid",
                  title: t("admin.levels.grid"),
                  header: true,
                  width: 190,
                  render: ({ grid, name }) => (
                    <>
                      {name} <span className="muted figures">{grid}</span>
                    </>
                  ),
                },
                ...columns.map(({ role, of }) => ({
                  key: role,
                  title: t(`roles.${role}`),
                  render: (grid: GridForce) => (
                    <HolderCell
                      holders={of(grid)}
                      missing={
                        grid.missing.some((one) => one === role)
                          ? t("admin.people.vacant")
                          : undefined
                      }
                      appointLabel={t("admin.people.appointTo", {
                        duty: `${grid.name} ${t(`roles.${role}`)}`,
                      })}
                      onAppoint={() => onAppoint({ unit: grid.grid, role })}
                    />
                  ),
                })),
                {
                  key: "supporters",
                  title: t("admin.people.supporters"),
                  render: ({ supporters }) => supporters.map(({ name }) => name).join("、") || "—",
                },
              ]}
            />
          </>
        );
      }}
    </QueryState>
  );
}
