import { EyeOutlined, HourglassOutlined, LockOutlined } from "@ant-design/icons";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RemainingTime } from "../../../shared/time.tsx";
import { AskAccessForm } from "./AskAccessForm.tsx";
import "./approvals.css";

/** What of this incident needs an approval: ask for it, see that it waits, or how long it still holds. */
export function AccessLine({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { asks, pending, granted } = incident.access;
  if (asks.length + pending.length + granted.length === 0) return null;
  return (
    <p className="access-line no-print">
      {granted.map(({ opens, until }) => (
        <span key={opens} className="access-item">
          <EyeOutlined aria-hidden /> {t(`approvals.granted.${opens}`)}{" "}
          <RemainingTime dueAt={until} />
        </span>
      ))}
      {pending.map((opens) => (
        <span key={opens} className="access-item">
          <HourglassOutlined aria-hidden /> {t(`approvals.waiting.${opens}`)}{" "}
          <Link to="/approvals" search={{ list: "asked" }}>
            {t("approvals.mine")}
          </Link>
        </span>
      ))}
      {asks.map((opens) => (
        <span key={opens} className="access-item">
          <LockOutlined aria-hidden /> {t(`approvals.locked.${opens}`)}
          <Popover
            trigger="click"
            placement="bottomLeft"
            open={open}
            onOpenChange={setOpen}
            content={
              <AskAccessForm incident={incident.id} opens={opens} onDone={() => setOpen(false)} />
            }
          >
            <Button size="small" aria-expanded={open}>
              {t(`approvals.ask.${opens}`)}
            </Button>
          </Popover>
        </span>
      ))}
    </p>
  );
}
