import { EyeOutlined, HourglassOutlined, LockOutlined } from "@ant-design/icons";
import type { Unsealing as Way } from "@gezhi/contract/evidence.ts";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAskOriginals } from "../../../shared/alarms/clip-queries.ts";
import { AskReason } from "../places/AskReason.tsx";

type Words = { title: string; line: string; act: string };
type Props = {
  alarm: string;
  way: Way;
  icon?: ReactNode;
  /** What stands on the button once it may be done, and what the reason is asked with where the law allows it. */
  words: Words;
  go: {
    isPending: boolean;
    error: Error | null;
    mutate: (reason: string | undefined) => void;
  };
};

/** Ask a second person, see that it waits, then do it; or do it by a reason of one's own (domain B.3). */
export function Unsealing({ alarm, way, icon = <EyeOutlined aria-hidden />, words, go }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const ask = useAskOriginals(alarm);
  if (way === "never") return null;
  if (way === "waiting")
    return (
      <p className="no-print muted">
        <HourglassOutlined aria-hidden /> {t("alarms.clips.waiting")}{" "}
        <Link to="/approvals" search={{ list: "asked" }}>
          {t("approvals.mine")}
        </Link>
      </p>
    );
  if (way === "approved")
    return (
      <p className="no-print">
        <Button
          size="small"
          type="primary"
          icon={icon}
          loading={go.isPending}
          onClick={() => go.mutate(undefined)}
        >
          {words.title}
        </Button>{" "}
        <span className="muted">{t("alarms.clips.approved")}</span>
        {go.error && <span role="alert"> {go.error.message}</span>}
      </p>
    );
  const own = way === "reason";
  const shown: Words = own
    ? words
    : {
        title: t("alarms.clips.ask"),
        line: t("alarms.clips.askLine"),
        act: t("approvals.submit"),
      };
  const act = own ? go : ask;
  return (
    <p className="no-print">
      <Button
        size="small"
        icon={own ? icon : <LockOutlined aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {shown.title}
      </Button>
      {asking && (
        <AskReason
          title={shown.title}
          line={shown.line}
          act={shown.act}
          danger={false}
          pending={act.isPending}
          problem={act.error}
          onSend={(reason) => act.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </p>
  );
}
