import { z } from "zod";
import type { App } from "../platform/http/app.ts";

type Operation = { summary?: string; description?: string; tags?: string[] };
type Document = { info: { title: string }; paths?: Record<string, Record<string, Operation>> };

const escape = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

/** A page of the API that needs no script: one line a route, grouped by tag, each linking into the document. */
function page(document: Document): string {
  const groups = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "other";
      const row = `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escape(path)}</code></td><td>${escape(operation.summary ?? "")}</td></tr>`;
      groups.set(tag, [...(groups.get(tag) ?? []), row]);
    }
  const sections = [...groups]
    .map(([tag, rows]) => `<h2>${escape(tag)}</h2><table>${rows.join("")}</table>`)
    .join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Gezhi 格治 API</title><style>body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem;color:#1f2328}
table{border-collapse:collapse;width:100%}td{padding:.3rem .6rem;border-top:1px solid #d0d7de;vertical-align:top}td:first-child{width:5rem}
code{font:13px/1.4 ui-monospace,monospace}h2{margin-top:2rem;font-size:1.1rem}</style>
<h1>${escape(document.info.title)} · API</h1><p>Schemas, parameters and answers: <a href="/api/openapi.json">openapi.json</a>. Errors are RFC 9457 problems.</p>${sections}</html>`;
}

export function registerApiPages(app: App): void {
  app.get(
    "/api/openapi.json",
    { schema: { hide: true, response: { 200: z.unknown() } } },
    async () => app.swagger(),
  );
  app.get("/api/docs", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(page(app.swagger() as Document)),
  );
}
