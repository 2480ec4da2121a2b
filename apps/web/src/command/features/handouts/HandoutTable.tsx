import type { Handout, WearState } from "@gezhi/contract/handouts.ts";
import { Link } from "@tanstack/react-router";
import { Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime, RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";

const colours: Record<WearState, string> = { worn: "success", notWorn: "warning", noData: "error" };

type Props = {
  items: readonly Handout[];
  onWriteDown: (item: Handout) => void;
  onTakeBack: (item: Handout) => void;
};

export function HandoutTable({ items, onWriteDown, onTakeBack }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <DataTable
      caption={t("handouts.title")}
      rows={items}
      keyOf={({ device }) => device.id}
      empty={<EmptyState title={t("handouts.empty")} />}
      columns={[
        {
          key: "wear",
          title: t("handouts.wear"),
          width: 150,
          render: (item) => <Wear item={item} />,
        },
        {
          key: "person",
          title: t("handouts.person"),
          header: true,
          width: 120,
          render: ({ person, age, simulated }) => (
            <>
              {person} {age !== null && <span className="muted figures">{age}</span>}{" "}
              {simulated && <SimulatedTag />}
            </>
          ),
        },
        {
          key: "device",
          title: t("handouts.device"),
          render: ({ device }) => (
            <>
              <Link to="/devices/$id" params={{ id: device.id }}>
                {words.sensor(device.name)}
              </Link>
              <div className="muted figures">{device.code}</div>
            </>
          ),
        },
        {
          key: "place",
          title: t("care.place"),
          render: ({ unit, address }) => (
            <>
              {address}
              <div className="muted">{unit.name}</div>
            </>
          ),
        },
        {
          key: "battery",
          title: t("handouts.battery"),
          width: 90,
          align: "right",
          render: ({ battery, batteryLow }) =>
            battery === null ? (
              <span className="muted">{t("handouts.unknown")}</span>
            ) : (
              <span className="figures">
                {batteryLow && <Tag color="error">{t("handouts.low")}</Tag>}
                {Math.round(battery)}%
              </span>
            ),
        },
        {
          key: "consent",
          title: t("handouts.consent"),
          width: 140,
          render: ({ consentAt, consentBy }) =>
            consentAt === null ? (
              <Tag color="error">{t("handouts.noConsent")}</Tag>
            ) : (
              <>
                <ExactTime at={consentAt} format="day" />
                {consentBy && <div className="muted">{t(`care.consentBy.${consentBy}`)}</div>}
              </>
            ),
        },
        {
          key: "issued",
          title: t("handouts.issued"),
          width: 150,
          render: ({ issuedAt, issuedBy }) =>
            issuedAt === null ? (
              <Tag>{t("handouts.noLedger")}</Tag>
            ) : (
              <>
                <ExactTime at={issuedAt} format="day" />
                <div className="muted">{issuedBy}</div>
              </>
            ),
        },
        {
          key: "acts",
          title: t("handouts.acts"),
          width: 110,
          render: (item) =>
            item.issuedAt === null ? (
              <Button
                size="small"
                aria-label={`${t("handouts.writeDown")} ${item.person} ${item.device.code}`}
                onClick={() => onWriteDown(item)}
              >
                {t("handouts.writeDown")}
              </Button>
            ) : (
              <Button
                size="small"
                aria-label={`${t("handouts.takeBack")} ${item.person} ${item.device.code}`}
                onClick={() => onTakeBack(item)}
              >
                {t("handouts.takeBack")}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Wear({ item: { wear, lastWornAt, lastSeenAt } }: { item: Handout }) {
  const { t } = useTranslation();
  if (wear === null) return <span className="muted">{t("handouts.notWearable")}</span>;
  return (
    <>
      <Tag color={colours[wear]}>{t(`handouts.wears.${wear}`)}</Tag>
      {wear === "notWorn" && (
        <div className="muted">
          {lastWornAt ? (
            <>
              {t("handouts.lastWorn")} <RelativeTime at={lastWornAt} />
            </>
          ) : (
            t("handouts.neverWorn")
          )}
        </div>
      )}
      {wear === "noData" && (
        <div className="muted">
          {lastSeenAt ? (
            <>
              {t("handouts.lastSeen")} <RelativeTime at={lastSeenAt} />
            </>
          ) : (
            t("handouts.neverSeen")
          )}
        </div>
      )}
    </>
  );
}
