import { useTranslation } from "react-i18next";
import { ImportDialog } from "../../../shared/ui/ImportDialog.tsx";
import { useImportDevices } from "./device-queries.ts";

export function DeviceImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const run = useImportDevices();
  return (
    <ImportDialog
      of="devices"
      accept=".csv,text/csv"
      run={run}
      placed
      afterwards={t("devices.importing.passwords")}
      onClose={onClose}
    />
  );
}
