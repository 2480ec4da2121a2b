import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useClips, useTakePack } from "../../../shared/alarms/clip-queries.ts";
import { AskReason } from "../places/AskReason.tsx";

/** Pictures, alarm and checksums in one archive, for whom the case is given to (R55). */
export function EvidencePack({ alarm }: { alarm: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const may = useClips({ alarm }).data?.mayTakePack ?? false;
  const take = useTakePack(alarm);
  if (!may) return null;
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
  return (
    <p className="no-print">
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setAsking(true)}>
        {t("alarms.pack.take")}
      </Button>
      {asking && (
        <AskReason
          title={t("alarms.pack.take")}
          line={t("alarms.pack.line")}
          act={t("alarms.pack.go")}
          danger={false}
          pending={take.isPending}
          problem={take.error}
          onSend={(reason) => take.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </p>
  );
}
