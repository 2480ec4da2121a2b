import { Modal } from "antd";
import { useTranslation } from "react-i18next";

const keys = [
  ["J", "j"],
  ["K", "k"],
  ["Enter", "enter"],
  ["A", "a"],
  ["D", "d"],
  ["R", "r"],
  ["X", "x"],
  ["N", "n"],
  ["/", "slash"],
  ["Esc", "escape"],
  ["Ctrl Enter", "submit"],
  ["?", "help"],
] as const;

export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t("keys.title")} width={360}>
      <dl className="keys">
        {keys.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.list.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
