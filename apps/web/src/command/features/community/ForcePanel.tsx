import { WarningOutlined } from "@ant-design/icons";
import type { HolderView } from "@gezhi/contract/organisation.ts";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { useCommunityForce } from "./use-community.ts";

/** 1+3+N of each grid: who is there and whether they can be reached; nobody is compared with anybody. */
export function ForcePanel({ village }: { village: string }) {
  const { t } = useTranslation();
  const force = useCommunityForce(village);
  return (
    <section className="community-panel" aria-labelledby="community-force">
      <h2 id="community-force">{t("community.force")}</h2>
      <QueryState query={force} rows={6}>
        {({ grids, secretaries }) => (
          <div className="community-scroll">
            <dl className="force">
              <div>
                <dt>{t("roles.communitySecretary")}</dt>
                <dd>
                  <People people={secretaries} />
                </dd>
              </div>
            </dl>
            {grids.map(
              ({ grid, name, heads, workers, partTimers, guides, supporters, missing }) => (
                <section key={grid} aria-label={name}>
                  <h3>
                    {name}
                    {missing.map((role) => (
                      <span key={role} className="force-missing">
                        <WarningOutlined aria-hidden />{" "}
                        {t("community.missing", { role: t(`roles.${role}`) })}
                      </span>
                    ))}
                  </h3>
                  <dl className="force">
                    <Line title={t("roles.gridHead")} people={heads} />
                    <Line title={t("roles.gridWorker")} people={workers} />
                    <Line title={t("roles.partTimeGridWorker")} people={partTimers} />
                    <Line title={t("roles.gridGuide")} people={guides} />
                    <Line title={t("admin.people.supporters")} people={supporters} />
                  </dl>
                </section>
              ),
            )}
          </div>
        )}
      </QueryState>
    </section>
  );
}

function Line({ title, people }: { title: string; people: readonly HolderView[] }) {
  if (people.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <People people={people} />
      </dd>
    </div>
  );
}

function People({ people }: { people: readonly HolderView[] }) {
  const { t } = useTranslation();
  if (people.length === 0) return "—";
  return people.map(({ account, name, phone, available }) => (
    <span key={account} className="force-person">
      {name} {phone && <span className="muted figures">{phone}</span>}
      {!available && <span className="muted">{t("admin.people.unreachable")}</span>}
    </span>
  ));
}
