import { MessageOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import "./outbox.css";

/** In a demo everybody may look at what would have been sent: it stands in for the phones nobody has. */
export function OutboxLink() {
  const { t } = useTranslation();
  const { demo } = useMe();
  if (!demo) return null;
  return (
    <Link to="/outbox" className="outbox-link" activeProps={{ "aria-current": "page" }}>
      <MessageOutlined aria-hidden /> {t("outbox.title")}
    </Link>
  );
}
