import { ImportDialog } from "../../../shared/ui/ImportDialog.tsx";
import { useImportPlaces } from "./place-queries.ts";

export function PlaceImport({ onClose }: { onClose: () => void }) {
  const run = useImportPlaces();
  return (
    <ImportDialog of="places" accept=".csv,.geojson,.json" run={run} placed onClose={onClose} />
  );
}
