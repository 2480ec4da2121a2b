import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { type Bench, people, startIncidents, town } from "../incidents/incident-testing.ts";
import { registerNotices } from "./incident-notices.ts";

export type Told = { who: string; title: string; urgency: string; body: string };

export const verbs = (rows: readonly Told[]) =>
  [...new Set(rows.map(({ title, urgency }) => `${title.split("：")[0]!} ${urgency}`))].toSorted();
export const who = (rows: readonly Told[], verb: string) =>
  rows.filter(({ title }) => title.startsWith(verb)).map((row) => row.who);

export const dispatchers = [1, 2, 3].map((index) => `${town}-dispatcher-${index}`);
export const officers = [1, 2].map((index) => `${town}-duty-officer-${index}`);
export const commanders = [`${town}-commander`, `${town}-deputy-commander`];

type WorkOrder = Awaited<ReturnType<Bench["order"]>>;
export type NoticeBench = Awaited<ReturnType<typeof startNotices>>;

/** Incidents of which people are told. */
export async function startNotices() {
  const bench = await startIncidents();
  registerNotices(bench.context);
  const accounts = await bench.owner.selectFrom("accounts").select(["id", "username"]).execute();
  const names = new Map(accounts.map(({ id, username }) => [id, username]));

  /** Who was told what since the last time this was asked. */
  async function told(id?: IncidentId): Promise<Told[]> {
    const rows = await bench.owner
      .selectFrom("notices")
      .select(["account", "title", "urgency", "body"])
      .$if(id !== undefined, (query) => query.where("incident", "=", keyOf(id!).id))
      .orderBy("title")
      .orderBy("account")
      .execute();
    await bench.owner.deleteFrom("notices").execute();
    return rows
      .map(({ account, ...rest }) => ({ who: names.get(account) ?? account, ...rest }))
      .toSorted((a, b) => a.title.localeCompare(b.title) || a.who.localeCompare(b.who));
  }
  async function handled(): Promise<{ id: IncidentId; workOrder: WorkOrder }> {
    const { id } = await bench.dispatched({ urgency: "orange", by: people.worker });
    const workOrder = await bench.order(id);
    await bench.act("holder", id, { act: "accept", workOrder });
    await told();
    return { id, workOrder };
  }
  return {
    ...bench,
    told,
    handled,
    feedback: (id: IncidentId, workOrder: WorkOrder) =>
      bench.act("holder", id, {
        act: "feedback",
        workOrder,
        result: "已清理",
        before: [],
        after: [],
      }),
    async clear(): Promise<void> {
      await bench.owner.deleteFrom("deliveries").execute();
      await bench.owner.deleteFrom("notices").execute();
    },
  };
}
