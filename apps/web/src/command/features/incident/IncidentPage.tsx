import { IncidentView } from "./IncidentView.tsx";

type Props = {
  id: string;
  act: string | undefined;
  onAct: (act: string | undefined) => void;
  onIncident: (id: string) => void;
};

/** The incident alone: what a link in a message opens and what is printed. */
export function IncidentPage(props: Props) {
  return (
    <div className="pane">
      <IncidentView {...props} />
    </div>
  );
}
