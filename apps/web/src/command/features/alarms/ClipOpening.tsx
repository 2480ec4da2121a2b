import { EyeOutlined } from "@ant-design/icons";
import type { Clip } from "@gezhi/contract/evidence.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenClip } from "../../../shared/alarms/clip-queries.ts";
import { PhotoStrip } from "../../../shared/ui/PhotoStrip.tsx";
import { AskReason } from "../places/AskReason.tsx";

type Props = { clip: Clip; label: string };

/** A picture with recognisable persons stays shut until somebody says why it must be seen (R55). */
export function ClipOpening({ clip: { id, type }, label }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const open = useOpenClip(id);
  if (open.data)
    return (
      <PhotoStrip
        files={[{ key: id, type, url: open.data.url, thumbnail: null, label }]}
        size={200}
      />
    );
  return (
    <>
      <Button
        className="no-print"
        size="small"
        icon={<EyeOutlined aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t("alarms.clips.open")}
      </Button>
      {asking && (
        <AskReason
          title={t("alarms.clips.open")}
          line={t("alarms.clips.openLine")}
          act={t("alarms.clips.openGo")}
          danger={false}
          pending={open.isPending}
          problem={open.error}
          onSend={(reason) => open.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

export const clipOpening = (clip: Clip, label: string) => <ClipOpening clip={clip} label={label} />;
