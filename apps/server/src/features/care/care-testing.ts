import { CareDetail } from "@gezhi/contract/care.ts";
import { v7 } from "uuid";
import { expect } from "vitest";
import { type Client, startTestServer } from "../../platform/testing/server.ts";

export const town = "500103001";
export const grid = `${town}017001`;

export const plan = (more: object = {}) => ({
  unit: grid,
  address: "向阳巷 8 号",
  name: "周素兰",
  phone: "13900001111",
  contactName: "周明",
  contactPhone: "13900002222",
  note: "听力不好",
  consent: { at: "2026-11-20T09:00:00+08:00", by: "self" },
  way: "home",
  every: 1,
  dueBy: 17,
  visitor: { by: "gridWorker" },
  substitute: null,
  ...more,
});
export const record = (client: Client, person: string, more: object = {}) =>
  client.post("/api/visits", { id: v7(), person, outcome: "seenWell", ...more });

export type CareBench = Awaited<ReturnType<typeof openCare>>;

/** A server with who plans visits and who makes them. */
export async function openCare() {
  const server = await startTestServer();
  const on = (civil: string) => server.setNow(Date.parse(`${civil.replace(" ", "T")}:00+08:00`));
  const care = {
    server,
    post: await server.signIn(`${town}-MS02-a`),
    worker: await server.signIn(`${grid}-worker`),
    on,
    async cared(more: object = {}): Promise<CareDetail> {
      const { status, body, text } = await care.post.post("/api/care", plan(more));
      expect({ status, text: status === 201 ? "" : text }).toEqual({ status: 201, text: "" });
      return CareDetail.parse(body);
    },
    noticesOf: (act = "missedVisit") =>
      server.owner
        .selectFrom("notices as n")
        .innerJoin("accounts as a", "a.id", "n.account")
        .select(["a.username", "n.urgency", "n.title", "n.body"])
        .where("n.act", "=", act)
        .orderBy("n.created_at")
        .execute(),
    async clear(): Promise<void> {
      // A Thursday.
      on("2026-11-26 09:00");
      await server.owner.deleteFrom("cared_for").execute();
      await server.owner.deleteFrom("notices").execute();
    },
  };
  return care;
}
