import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IncidentAct, IncidentStatus } from "@gezhi/contract/incidents.ts";
import { lifecycle, type Move } from "../apps/server/src/features/incidents/incident-lifecycle.ts";
import {
  actNames,
  requestNames,
  statusNames,
} from "../apps/server/src/features/incidents/lifecycle-names.ts";
import { standings } from "../apps/server/src/features/incidents/standing-rules.ts";

export const lifecycleFile = join(import.meta.dirname, "../docs/lifecycle.md");

const targets = ({ to }: Move): (IncidentStatus | "same")[] =>
  typeof to === "string" ? [to] : [...to.among];

const moved = ({ from, to }: Move): readonly IncidentStatus[] =>
  typeof to === "object" && to.moves ? to.moves : from;

function diagram(): string[] {
  const edges = new Map<string, string[]>();
  for (const act of IncidentAct.options)
    for (const from of moved(lifecycle[act]))
      for (const to of targets(lifecycle[act]))
        if (to !== "same" && to !== from) {
          const edge = `  ${from} --> ${to}`;
          edges.set(edge, [...(edges.get(edge) ?? []), actNames[act].zh]);
        }
  return [
    "```mermaid",
    "stateDiagram-v2",
    ...IncidentStatus.options.map(
      (status) => `  state "${statusNames[status]} ${status}" as ${status}`,
    ),
    "  [*] --> reported",
    "  [*] --> verifying",
    "  [*] --> dispatched",
    ...[...edges].map(([edge, acts]) => `${edge} : ${acts.join("、")}`),
    "  archived --> [*]",
    "```",
  ];
}

function row(act: IncidentAct): string {
  const move = lifecycle[act];
  const all = IncidentStatus.options;
  const from =
    move.from.length > all.length / 2
      ? `all but ${all.filter((status) => !move.from.includes(status)).join(", ")}`
      : move.from.join(", ");
  const never =
    move.never === "handler"
      ? "; never who handled it"
      : move.never === "asker"
        ? "; never who asked"
        : "";
  const who = move.who
    .map((standing) => `${standings[standing].zh} (${standings[standing].en})`)
    .join("; ");
  const about = [
    move.order ? `work order ${move.order.join(", ")}` : "",
    move.asks ? `asks: ${requestNames[move.asks]} ${move.asks}` : "",
    move.decides ? `decides: ${requestNames[move.decides]} ${move.decides}` : "",
  ].filter(Boolean);
  const cells = [
    `\`${act}\``,
    actNames[act].zh,
    actNames[act].en,
    from,
    targets(move).join(", "),
    who + never,
    about.join("; "),
    move.rule ?? "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** docs/lifecycle.md as the table in the code has it. */
export const lifecycleDocument = (): string =>
  [
    "# The life of an incident",
    "",
    "Written by `scripts/lifecycle-diagram.ts` from the table in `apps/server/src/features/incidents/incident-lifecycle.ts`: change that, then run the script.",
    "",
    "## States 状态",
    "",
    ...diagram(),
    "",
    "## Acts 动作",
    "",
    "`same` leaves the state. Acts on work orders move the incident only when the work order is the lead's.",
    "",
    "| act | 中文 | English | from | to | who | about | rule |",
    "|---|---|---|---|---|---|---|---|",
    ...IncidentAct.options.map(row),
    "",
  ].join("\n");

if (import.meta.main) writeFileSync(lifecycleFile, lifecycleDocument());
