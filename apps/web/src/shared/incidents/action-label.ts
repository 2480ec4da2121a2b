import type { Action, Incident } from "@gezhi/contract/incidents.ts";
import type { TFunction } from "i18next";
import type { Act } from "./act-forms.ts";

const sides = ["reporter", "townRatesDepartment", "departmentRatesTown", "townRatesTown"] as const;

/** Two actions of one kind are told apart by whose work order, request or rating they are. */
export function actionLabel(t: TFunction, action: Action, incident: Incident): string {
  const label = t(`acts.${action.act as Act}`);
  if (incident.actions.filter(({ act }) => act === action.act).length === 1) return label;
  const order = incident.workOrders.find(({ id }) => id === action.workOrder);
  const request = incident.requests.find(({ id }) => id === action.request);
  const side = sides.find((one) => one === action.side);
  const of = order?.handlerName ?? request?.askedBy ?? (side && t(`incident.ratingSides.${side}`));
  return of ? `${label} · ${of}` : label;
}
