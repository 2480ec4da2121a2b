import { WarningOutlined } from "@ant-design/icons";
import type { Role } from "@gezhi/contract/identity.ts";
import type { GridForce, HolderView } from "@gezhi/contract/organisation.ts";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { useCommunityForce } from "./use-community.ts";

const roles = [
  ["gridHead", (force: GridForce) => force.heads],
  ["gridWorker", (force: GridForce) => force.workers],
  ["partTimeGridWorker", (force: GridForce) => force.partTimers],
  ["gridGuide", (force: GridForce) => force.guides],
] as const satisfies readonly (readonly [Role, (force: GridForce) => HolderView[]])[];

/** 1+3+N of each grid: who is there and whether they can be reached; nobody is compared with anybody. */
export function ForcePanel({ village }: { village: string }) {
  const { t } = useTranslation();
  const force = useCommunityForce(village);
  return (
    <section className="community-panel" aria-labelledby="community-force">
      <h2 id="community-force">{t("community.force")}</h2>
      <QueryState query={force} rows={6}>
        {({ grids, secretaries }) => (
          <>
            <p>
              {t("roles.communitySecretary")} <People people={secretaries} />
            </p>
            <DataTable
              caption={t("community.force")}
              rows={grids}
              keyOf={({ grid }) => grid}
              columns={[
                {
                  key: "grid",
                  title: t("community.grid"),
                  header: true,
                  render: ({ name }) => name,
                },
                ...roles.map(([role, of]) => ({
                  key: role,
                  title: t(`community.roles.${role}`),
                  render: (grid: GridForce) => (
                    <>
                      <People people={of(grid)} />
                      {grid.missing.some((one) => one === role) && (
                        <span className="force-missing">
                          <WarningOutlined aria-hidden /> {t("admin.people.vacant")}
                        </span>
                      )}
                    </>
                  ),
                })),
                {
                  key: "supporters",
                  title: t("community.roles.supporters"),
                  render: ({ supporters }) => <People people={supporters} />,
                },
              ]}
            />
          </>
        )}
      </QueryState>
    </section>
  );
}

function People({ people }: { people: readonly HolderView[] }) {
  const { t } = useTranslation();
  return people.map(({ account, name, phone, available }) => (
    <span key={account} className="force-person">
      {name} {phone && <span className="muted figures">{phone}</span>}
      {!available && <span className="muted">{t("admin.people.unreachable")}</span>}
    </span>
  ));
}
