import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import staticFiles from "@fastify/static";
import type { App } from "../platform/http/app.ts";
import { ProblemError } from "../platform/problems.ts";

const dist = fileURLToPath(new URL("../../../web/dist/", import.meta.url));

/** Which of the three entries answers a path that is no file: /field…, /r… (resident), all else the command screens. */
const entryFor = (path: string): string => {
  if (path === "/field" || path.startsWith("/field/")) return "field.html";
  if (path === "/r" || path.startsWith("/r/")) return "resident.html";
  return "index.html";
};

/** Serves the built web; names of built assets carry their hash, so browsers keep them. */
export async function registerWeb(app: App): Promise<void> {
  await app.register(staticFiles, {
    root: dist,
    serve: false,
    setHeaders: (response, path) => {
      const hashed = /[\\/]assets[\\/]/.test(path);
      response.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  app.get("/*", { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split("?")[0] ?? "/";
    if (path.startsWith("/api/") || path.startsWith("/open311/")) return reply.callNotFound();
    if (/\.\w{2,12}$/.test(path)) return reply.sendFile(path.slice(1));
    const file = `${dist}${entryFor(path)}`;
    await access(file).catch(() => {
      throw new ProblemError("unavailable", "网页尚未构建，请运行 npm start");
    });
    return reply
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(createReadStream(file));
  });
}
