import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useClips, useTakePack } from "../../../shared/alarms/clip-queries.ts";
import { Unsealing } from "./Unsealing.tsx";

/** Pictures, alarm and checksums in one archive, for whom the case is given to (R55). */
export function EvidencePack({ alarm }: { alarm: string }) {
  const { t } = useTranslation();
  const way = useClips({ alarm }).data?.pack ?? "never";
  const take = useTakePack(alarm);
  if (take.data)
    return (
      <p>
        <Button
          type="primary"
          icon={<DownloadOutlined aria-hidden />}
          href={take.data.url}
          download
        >
          {t("alarms.pack.download")}
        </Button>{" "}
        <span className="muted">{t("alarms.pack.valid")}</span>
      </p>
    );
  // The same approval opens its pictures, and it is asked for beside them.
  if (way === "ask" || way === "waiting") return null;
  return (
    <Unsealing
      alarm={alarm}
      way={way}
      icon={<DownloadOutlined aria-hidden />}
      words={{
        title: t("alarms.pack.take"),
        line: t("alarms.pack.line"),
        act: t("alarms.pack.go"),
      }}
      go={take}
    />
  );
}
