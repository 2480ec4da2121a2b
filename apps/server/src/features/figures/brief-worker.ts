import { parentPort, workerData } from "node:worker_threads";
import type { Brief } from "@gezhi/contract/briefs.ts";
import { briefDocx } from "./brief-docx.ts";
import { briefPdf } from "./brief-pdf.ts";

export type BriefOrder = { kind: "docx" | "pdf"; brief: Brief };

const { kind, brief } = workerData as BriefOrder;
parentPort!.postMessage(await (kind === "pdf" ? briefPdf(brief) : briefDocx(brief)));
