import type { HolderView } from "@gezhi/contract/organisation.ts";
import { PlusOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

type Props = {
  holders: readonly HolderView[];
  /** What is missing when nobody is here; without it an empty place is no fault. */
  missing?: string | undefined;
  appointLabel: string;
  onAppoint: () => void;
};

/** The people of one place, whether they can be reached, and the way to appoint one when there is nobody. */
export function HolderCell({ holders, missing, appointLabel, onAppoint }: Props) {
  const { t } = useTranslation();
  return (
    <div className="holders">
      {holders.map(({ account, name, available }) => (
        <span key={account}>
          {name}
          {!available && <span className="muted"> {t("admin.people.unreachable")}</span>}
        </span>
      ))}
      {holders.length === 0 && missing && (
        <span className="missing">
          <WarningOutlined aria-hidden /> {missing}
        </span>
      )}
      {holders.length === 0 && (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined aria-hidden />}
          aria-label={appointLabel}
          title={appointLabel}
          onClick={onAppoint}
        />
      )}
    </div>
  );
}
