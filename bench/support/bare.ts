import { randomUUID } from "node:crypto";
import pg from "pg";
import { closedLoop } from "./load.ts";

/** Tables that one report writes, in the order that foreign keys ask for, and how to find its rows. */
const tables: readonly (readonly [table: string, condition: string])[] = [
  ["idempotency_keys", "key = any($3)"],
  ["incidents", "district = $1 and id = $2"],
  ["reports", "district = $1 and incident = $2"],
  ["work_orders", "district = $1 and incident = $2"],
  ["clocks", "district = $1 and incident = $2"],
  [
    "clock_entries",
    "(district, clock) in (select district, id from clocks where district = $1 and incident = $2)",
  ],
  ["timeline", "district = $1 and incident = $2"],
  ["notices", "district = $1 and incident = $2"],
  [
    "deliveries",
    "(district, notice) in (select district, id from notices where district = $1 and incident = $2)",
  ],
  [
    "chain_steps",
    "(district, work_order) in (select district, id from work_orders where district = $1 and incident = $2)",
  ],
  ["live_log", "subject = $4"],
];

type Row = { name: string; text: string; values: (string | null)[] };
export type Sample = Row[];

/** What recent reports wrote, as text, ready to be written again under other ids. */
export async function sampleWrites(
  url: string,
  count: number,
): Promise<{ samples: Sample[]; rowsEach: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = new Map<string, string[]>();
    for (const [table] of tables) {
      const { rows } = await client.query<{ column_name: string }>(
        "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO' and column_name <> 'transaction_id'",
        [table],
      );
      columns.set(
        table,
        rows.map((row) => row.column_name),
      );
    }
    const { rows: recent } = await client.query<{
      district: string;
      incident: string;
      client_id: string;
    }>(
      "select r.district, r.incident, r.client_id from reports r join incidents i on i.district = r.district and i.id = r.incident where i.report_count = 1 order by r.created_at desc limit $1",
      [count],
    );
    const samples: Sample[] = [];
    for (const { district, incident, client_id } of recent) {
      const sample: Sample = [];
      for (const [table, condition] of tables) {
        const names = columns.get(table)!;
        const used = [...condition.matchAll(/\$(\d)/g)].map((match) => Number(match[1]));
        const all = [district, incident, [client_id], `${district}-${incident}`];
        let renumbered = condition;
        used.forEach(
          (number, place) => (renumbered = renumbered.replace(`$${number}`, `$p${place + 1}`)),
        );
        const { rows } = await client.query<Record<string, string | null>>(
          `select ${names.map((name) => `${name}::text as ${name}`).join(", ")} from ${table} where ${renumbered.replaceAll("$p", "$")}`,
          used.map((number) => all[number - 1]),
        );
        for (const row of rows)
          sample.push({
            name: `bare-${table}`,
            text: `insert into ${table} (${names.join(", ")}) values (${names.map((_, place) => `$${place + 1}`).join(", ")})`,
            values: names.map((name) => row[name] ?? null),
          });
      }
      samples.push(sample);
    }
    return {
      samples,
      rowsEach: samples.reduce((sum, sample) => sum + sample.length, 0) / samples.length,
    };
  } finally {
    await client.end();
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const personal = new Set(["reporter_account", "account", "dispatched_by"]);

/** The same rows in the same transactions by prepared statements, on as many connections; reports a second. */
export async function bareRate(
  url: string,
  samples: readonly Sample[],
  connections: number,
  seconds: number,
): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  let n = 0;
  const { rate } = await closedLoop(connections, seconds, async (caller) => {
    const client = clients[caller]!;
    const number = n++;
    const sample = samples[number % samples.length]!;
    const fresh = new Map<string, string>();
    const renew = (value: string | null, column: string) =>
      value === null || personal.has(column)
        ? value
        : /^(SJ|HZ)-/.test(value)
          ? `${value}-${number}`
          : value.replace(uuid, (old) => {
              const known = fresh.get(old);
              if (known) return known;
              const made = randomUUID();
              fresh.set(old, made);
              return made;
            });
    await client.query("begin");
    for (const { name, text, values } of sample) {
      const columns = text.slice(text.indexOf("(") + 1, text.indexOf(")")).split(", ");
      await client.query({
        name,
        text,
        values: values.map((value, place) => renew(value, columns[place]!)),
      });
    }
    await client.query("commit");
  });
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}
