import { AimOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useSharing } from "./use-sharing.ts";

/** Says whether the centre sees where this phone is, and why; with the switch beside it. Nothing while there is no reason. */
export function PositionLine({ account }: { account: string }) {
  const { t } = useTranslation();
  const { reason, keptDays, agreed, state, agree } = useSharing(account);
  if (reason === null) return null;
  return (
    <section className="field-position" aria-label={t("field.position.title")}>
      <AimOutlined aria-hidden />
      <output>
        {t(`field.position.reasons.${reason}`)}
        {t(agreed ? `field.position.states.${state}` : "field.position.off")}
        {!agreed && keptDays > 0 && (
          <small className="field-position-kept">
            {t("field.position.keptNote", { days: keptDays })}
          </small>
        )}
      </output>
      <Button onClick={() => agree(!agreed)}>
        {t(agreed ? "field.position.stop" : "field.position.share")}
      </Button>
    </section>
  );
}
