import type { PostView } from "@gezhi/contract/organisation.ts";
import type { Holder } from "@gezhi/contract/identity.ts";
import { Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../../shared/ui/states.tsx";
import type { DutyValues } from "./duty-values.ts";
import { HolderCell } from "./HolderCell.tsx";
import { usePosts } from "./people-queries.ts";

type Props = { town: string; onAppoint: (duty: Partial<DutyValues>) => void };
const holders = ["A", "B", "substitute"] as const satisfies readonly Holder[];

/** The posts of a town with A, B and substitute; a post that nobody can be reached in is flagged. */
export function PostsTable({ town, onAppoint }: Props) {
  const { t } = useTranslation();
  const posts = usePosts(town);
  const [onlyVacant, setOnlyVacant] = useState(false);
  const holderOf = (post: PostView, holder: Holder) =>
    post.holders.filter((one) => one.holder === holder);
  return (
    <section className="staff-section" aria-labelledby="posts-title">
      <h2 id="posts-title">{t("admin.people.posts")}</h2>
      <QueryState query={posts} rows={10}>
        {(items) => {
          const vacant = items.filter((post) => post.vacant).length;
          return (
            <>
              <p>
                <Checkbox
                  checked={onlyVacant}
                  onChange={({ target }) => setOnlyVacant(target.checked)}
                >
                  {t("admin.people.onlyVacant", { n: vacant })}
                </Checkbox>
              </p>
              <DataTable
                caption={t("admin.people.posts")}
                rows={onlyVacant ? items.filter((post) => post.vacant) : items}
                keyOf={({ code }) => code}
                empty={<EmptyState title={t("admin.people.allHeld")} />}
                columns={[
                  {
                    key: "post",
                    title: t("admin.people.post"),
                    header: true,
                    width: 200,
                    render: ({ code, name }) => (
                      <>
                        <span className="muted figures">{code}</span> {name}
                      </>
                    ),
                  },
                  {
                    key: "section",
                    title: t("configuration.fields.section"),
                    width: 100,
                    render: ({ section }) => t(`sections.${section}`),
                  },
                  {
                    key: "watch",
                    title: t("configuration.fields.onDuty24h"),
                    width: 90,
                    render: ({ onDuty24h }) => (onDuty24h ? t("configuration.yes") : ""),
                  },
                  ...holders.map((holder) => ({
                    key: holder,
                    title: t(`admin.holders.${holder}`),
                    width: 130,
                    render: (post: PostView) => (
                      <HolderCell
                        holders={holderOf(post, holder)}
                        missing={
                          holder === "A" && post.vacant ? t("admin.people.vacant") : undefined
                        }
                        appointLabel={t("admin.people.appointTo", {
                          duty: `${post.name} ${t(`admin.holders.${holder}`)}`,
                        })}
                        onAppoint={() => onAppoint({ role: "postHolder", post: post.code, holder })}
                      />
                    ),
                  })),
                  {
                    key: "load",
                    title: t("admin.people.load"),
                    align: "right",
                    width: 80,
                    render: ({ load }) => load,
                  },
                ]}
              />
            </>
          );
        }}
      </QueryState>
    </section>
  );
}
