import {
  AuditOutlined,
  BellOutlined,
  CameraFilled,
  CheckSquareOutlined,
  SolutionOutlined,
} from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Badge } from "antd";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNotices } from "../../../shared/notices.ts";
import { pickFiles } from "../../../shared/phone/capture/pick-files.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { SignalLine } from "../../../shared/phone/ui/SignalLine.tsx";
import { useMe } from "../../../shared/session.ts";
import { draftKeyOf } from "../report/draft-key.ts";
import { openVisits } from "../visits/visit-list-rules.ts";
import { dayOf } from "../../../shared/patrols/patrol-words.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { useMyPatrols } from "../../../shared/patrols/my-patrols.ts";
import { useMyVisits } from "../visits/visit-queries.ts";
import { useOrders, useRechecks } from "../tasks/field-lists.ts";
import { isToDo, mayCheck } from "../tasks/task-rules.ts";

/** Five buttons, no more (R33). Reporting begins with the camera, in the same tap. */
export function HomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const orders = countable(useOrders().data?.pages[0], isToDo);
  const rechecks = countable(useRechecks().data?.pages[0], mayCheck);
  const unread = useNotices().data?.pages[0]?.unread ?? 0;
  const queue = useQueue(me.account) ?? [];
  const attention = queue.filter(({ state }) => state === "attention").length;
  const unsent = queue.filter(({ state }) => state === "kept" || state === "sending").length;
  useEffect(() => {
    document.title = `${t("field.title")} · ${t("product.name")}`;
  }, [t]);
  const visits = openVisits(useMyVisits().data, queue).length;
  // What may wait until another day does not press.
  const patrols = (useMyPatrols().data?.toWalk ?? []).filter(
    ({ last }) => last === dayOf(serverNow()),
  );
  const lines = [
    ...(orders !== undefined && orders !== "0" ? [t("field.home.tasksCount", { n: orders })] : []),
    ...(visits > 0 ? [t("field.home.visitsCount", { n: visits })] : []),
    ...(patrols.length > 0 ? [t("field.home.patrolsCount", { n: patrols.length })] : []),
  ];
  const toDo = lines.join(" · ") || (orders && t("field.home.none"));
  const report = () => {
    pickFiles("camera", draftKeyOf(me.account));
    void navigate({ to: "/field/report" });
  };
  // Holder before substitute; what is held elsewhere stands in the settings.
  const held = me.appointments.toSorted((a, b) => (a.holder ?? "").localeCompare(b.holder ?? ""));
  const unit = held[0]?.unitName;
  const posts = held
    .filter(({ unitName }) => unitName === unit)
    .map(({ postName, role }) => postName ?? t(`roles.${role}`));

  return (
    <div className="phone-page">
      <header className="field-home-head">
        <h1>{t("product.name")}</h1>
        <p>
          {me.name}
          {unit && ` · ${unit} · ${posts.join("、")}`}
        </p>
      </header>
      <SignalLine live />
      <main className="field-home">
        <button type="button" className="field-report" onClick={report}>
          <CameraFilled aria-hidden />
          <strong>{t("field.home.report")}</strong>
          <span>{t("field.home.reportHint")}</span>
        </button>
        <HomeButton
          icon={<SolutionOutlined aria-hidden />}
          label={t("field.home.tasks")}
          line={toDo}
          strong={(orders !== undefined && orders !== "0") || visits > 0}
          onClick={() =>
            void navigate({
              to: "/field/tasks",
              // With nothing else to do, the people to visit are one tap nearer.
              search: orders === "0" && visits > 0 ? { list: "visits" } : {},
            })
          }
        />
        <HomeButton
          icon={<CheckSquareOutlined aria-hidden />}
          label={t("field.home.rechecks")}
          line={
            rechecks &&
            (rechecks !== "0"
              ? t("field.home.rechecksCount", { n: rechecks })
              : t("field.home.none"))
          }
          strong={rechecks !== undefined && rechecks !== "0"}
          onClick={() => void navigate({ to: "/field/rechecks" })}
        />
        <HomeButton
          icon={
            <Badge dot={attention > 0}>
              <AuditOutlined aria-hidden />
            </Badge>
          }
          label={t("field.home.reports")}
          line={
            attention > 0
              ? t("field.home.attention", { n: attention })
              : unsent > 0
                ? t("field.home.unsent", { n: unsent })
                : t("field.home.allSent")
          }
          strong={attention + unsent > 0}
          onClick={() => void navigate({ to: "/field/reports" })}
        />
        <HomeButton
          icon={<BellOutlined aria-hidden />}
          label={t("field.home.notices")}
          line={unread > 0 ? t("field.home.unread", { n: unread }) : t("field.home.none")}
          strong={unread > 0}
          onClick={() => void navigate({ to: "/field/notices" })}
        />
      </main>
    </div>
  );
}

/** How many of the first page count; "+" when there are more pages. */
function countable<I>(
  page: { items: I[]; next?: string | undefined } | undefined,
  counts: (item: I) => boolean,
): string | undefined {
  return page && `${page.items.filter(counts).length}${page.next ? "+" : ""}`;
}

type ButtonProps = {
  icon: ReactNode;
  label: string;
  line: string | undefined;
  /** Something waits there. */
  strong: boolean;
  onClick: () => void;
};
const HomeButton = ({ icon, label, line, strong, onClick }: ButtonProps) => (
  <button type="button" className="field-button" onClick={onClick}>
    {icon}
    <strong>{label}</strong>
    <span className={strong ? "field-button-strong figures" : "figures"}>{line ?? " "}</span>
  </button>
);
