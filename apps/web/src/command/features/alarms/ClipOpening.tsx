import type { Clip } from "@gezhi/contract/evidence.ts";
import { useTranslation } from "react-i18next";
import { useOpenClip } from "../../../shared/alarms/clip-queries.ts";
import { PhotoStrip } from "../../../shared/ui/PhotoStrip.tsx";
import { Unsealing } from "./Unsealing.tsx";

type Props = { clip: Clip; label: string };

/** A picture with recognisable persons stays shut until somebody else, or the law, lets it be seen (R55). */
export function ClipOpening({ clip: { id, alarm, type, opening }, label }: Props) {
  const { t } = useTranslation();
  const open = useOpenClip(id);
  if (open.data)
    return (
      <PhotoStrip
        files={[{ key: id, type, url: open.data.url, thumbnail: null, label }]}
        size={200}
      />
    );
  const title = t(opening === "approved" ? "alarms.clips.look" : "alarms.clips.open");
  return (
    <Unsealing
      alarm={alarm}
      way={opening ?? "never"}
      words={{ title, line: t("alarms.clips.openLine"), act: t("alarms.clips.openGo") }}
      go={open}
    />
  );
}

export const clipOpening = (clip: Clip, label: string) => <ClipOpening clip={clip} label={label} />;
