import { DisconnectOutlined, WarningOutlined, WifiOutlined } from "@ant-design/icons";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { LiveBanner } from "../../frame/LiveBanner.tsx";
import { useLive } from "../../live.ts";
import { useTicking } from "../../server-clock.ts";
import { useStorageWorks } from "../queue/storage-state.ts";
import { useOnline } from "./use-online.ts";

const patienceMs = 4000;

/** Says what having no signal means here: nothing is lost. Silent while all is well. */
export function SignalLine({ live }: { live: boolean }) {
  const { t } = useTranslation();
  const online = useOnline();
  const { status, lostAt } = useLive();
  const lost = useTicking(
    useCallback(() => lostAt !== null && Date.now() - lostAt > patienceMs, [lostAt]),
  );
  const storage = useStorageWorks();
  if (!storage)
    return (
      <p className="phone-signal" role="alert">
        <WarningOutlined aria-hidden /> {t("phone.storageFailed")}
      </p>
    );
  if (live && status === "reload") return <LiveBanner />;
  const words = !online
    ? t("phone.signal.offline")
    : live && lost
      ? t("phone.signal.lost")
      : undefined;
  return (
    <output className={words ? "phone-signal" : "visually-hidden"}>
      {words && (
        <>
          {online ? <WifiOutlined aria-hidden /> : <DisconnectOutlined aria-hidden />} {words}
        </>
      )}
    </output>
  );
}
