import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { useMe } from "../../../../shared/session.ts";
import { QueryState } from "../../../../shared/ui/states.tsx";
import { useConfiguration } from "./configuration-queries.ts";
import { DocumentView } from "./DocumentView.tsx";
import "./configuration.css";

export type ConfigurationSearch = {
  unit?: string | undefined;
  version?: number | undefined;
  q?: string | undefined;
};
type Props = {
  kind: ConfigurationKind;
  unit: string;
  search: ConfigurationSearch;
  onSearch: (search: ConfigurationSearch) => void;
};

/** Every kind of configuration on one page: what is in force, a draft of what comes next, and all versions. */
export function ConfigurationPage({ kind, unit, search, onSearch }: Props) {
  const { account } = useMe();
  const query = useConfiguration(kind, unit);
  return (
    <QueryState query={query} rows={10}>
      {(inForce) => (
        <DocumentView
          key={`${account}/${kind}/${unit}`}
          account={account}
          kind={kind}
          unit={unit}
          inForce={inForce}
          search={search}
          onSearch={onSearch}
        />
      )}
    </QueryState>
  );
}
