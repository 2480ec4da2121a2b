import type { HandoutRegister } from "@gezhi/contract/handouts.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";

/** What came back, was exchanged or lost; after withdrawn consent without a name. */
export function PastHandouts({ past }: Pick<HandoutRegister, "past">) {
  const { t } = useTranslation();
  const words = useServerWords();
  if (past.length === 0) return <p className="muted">{t("handouts.pastNone")}</p>;
  return (
    <section className="care-unplanned">
      <h2>{t("handouts.past")}</h2>
      <DataTable
        caption={t("handouts.past")}
        rows={past}
        keyOf={({ device, endedAt }) => `${device.id} ${endedAt}`}
        columns={[
          {
            key: "device",
            title: t("handouts.device"),
            header: true,
            render: ({ device }) => (
              <>
                {words.sensor(device.name)} <span className="muted figures">{device.code}</span>
              </>
            ),
          },
          {
            key: "person",
            title: t("handouts.person"),
            render: ({ person }) =>
              person || <span className="muted">{t("handouts.nameForgotten")}</span>,
          },
          {
            key: "issued",
            title: t("handouts.issued"),
            render: ({ issuedAt, issuedBy }) => (
              <>
                <ExactTime at={issuedAt} format="day" />
                <div className="muted">{issuedBy}</div>
              </>
            ),
          },
          {
            key: "ended",
            title: t("handouts.ended"),
            render: ({ endedAt, endedBy }) => (
              <>
                <ExactTime at={endedAt} format="day" />
                <div className="muted">{endedBy}</div>
              </>
            ),
          },
          {
            key: "how",
            title: t("handouts.how"),
            render: ({ how, successor, note }) => (
              <>
                {t(`handouts.ends.${how}`)}
                {successor && (
                  <div className="muted">{t("handouts.successor", { code: successor })}</div>
                )}
                {note && <div className="muted">{note}</div>}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
