import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { dropDraft } from "../queue/queue-commands.ts";
import { formatTime } from "../../time.tsx";
import type { ReportDraft } from "./use-report-draft.ts";

/** Says that what is written is safe, and lets it be thrown away. Nothing while there is nothing. */
export function DraftLine({ draft, onClear }: { draft: ReportDraft; onClear: () => void }) {
  const { t } = useTranslation();
  const { savedAt, files, values, key } = draft;
  if (savedAt === null || (values.beganAt === null && files.length === 0)) return null;
  const clear = () => {
    draft.close();
    void dropDraft(key).then(onClear);
  };
  return (
    <div className="phone-row-line" style={{ justifyContent: "space-between" }}>
      <output className="phone-note figures">
        {t("phone.draft.saved", { at: formatTime(savedAt, "short") })}
      </output>
      <Popconfirm
        title={t("phone.draft.clearSure")}
        okText={t("phone.draft.clear")}
        cancelText={t("phone.cancel")}
        onConfirm={clear}
      >
        <Button size="small" type="text">
          {t("phone.draft.clear")}
        </Button>
      </Popconfirm>
    </div>
  );
}
