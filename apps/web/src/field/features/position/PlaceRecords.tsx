import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { forgetPlaces, useStanding } from "./position-queries.ts";

/** What is kept of where I was, and the end of it. */
export function PlaceRecords() {
  const { t } = useTranslation();
  const standing = useStanding().data;
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: forgetPlaces,
    onSuccess: () => client.invalidateQueries({ queryKey: ["position-standing"] }),
  });
  if (!standing || (standing.keptDays === 0 && !standing.kept)) return null;
  return (
    <div className="phone-field">
      <span>{t("field.position.records")}</span>
      {standing.kept ? (
        <Popconfirm title={t("field.position.forgetSure")} onConfirm={() => forget.mutate()}>
          <Button block loading={forget.isPending}>
            {t("field.position.forget")}
          </Button>
        </Popconfirm>
      ) : (
        <p className="phone-note">{t("field.position.nothingKept")}</p>
      )}
    </div>
  );
}
