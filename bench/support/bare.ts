import { randomUUID } from "node:crypto";
import pg from "pg";
import { closedLoop } from "./load.ts";

/** How the rows that one report wrote are found beside it; what jobs wrote later is no part of them. */
const soon = "s.created_at + interval '5 seconds'";
const ofIncident = "(t.district, t.incident) = (s.district, s.incident)";
const ofNotice = `join notices n on (n.district, n.incident) = (s.district, s.incident) and n.created_at < ${soon}`;

type Written = readonly [table: string, joins: string];
/** In the order that foreign keys ask for. */
const byEach: readonly Written[] = [
  [
    "idempotency_keys",
    "join idempotency_keys t on (t.district, t.key) = (s.district, s.client_id)",
  ],
];
const byOpening: readonly Written[] = [
  ["incidents", "join incidents t on (t.district, t.id) = (s.district, s.incident)"],
  ["reports", "join reports t on (t.district, t.id) = (s.district, s.report)"],
  ["work_orders", `join work_orders t on ${ofIncident} and t.dispatched_at = s.created_at`],
  ["clocks", `join clocks t on ${ofIncident} and t.started_at = s.created_at`],
  [
    "clock_entries",
    "join clocks c on (c.district, c.incident) = (s.district, s.incident) join clock_entries t on (t.district, t.clock) = (c.district, c.id) and t.at = s.created_at",
  ],
  [
    "timeline",
    `join timeline t on ${ofIncident} and t.at = s.created_at and t.act <> 'joinReport'`,
  ],
  ["acceptance_chains", `join acceptance_chains t on ${ofIncident} and t.started_at < ${soon}`],
  [
    "chain_steps",
    `join work_orders w on (w.district, w.incident) = (s.district, s.incident) join chain_steps t on (t.district, t.work_order) = (w.district, w.id) and t.told_at < ${soon}`,
  ],
  ["notices", `join notices t on ${ofIncident} and t.created_at < ${soon}`],
  ["deliveries", `${ofNotice} join deliveries t on (t.district, t.notice) = (n.district, n.id)`],
  [
    "live_log",
    "join live_log t on t.subject = s.district || '-' || s.incident::text and t.act = 'report' and t.account is null",
  ],
  ["live_log", `${ofNotice} join live_log t on t.subject = n.district || '-' || n.id::text`],
];
const byJoining: readonly Written[] = [
  ["incidents", "join incidents t on (t.district, t.id) = (s.district, s.incident)"],
  ["reports", "join reports t on (t.district, t.id) = (s.district, s.report)"],
  ["timeline", `join timeline t on ${ofIncident} and t.at = s.created_at and t.act = 'joinReport'`],
  [
    "live_log",
    "join (select distinct on (subject) * from live_log where act = 'joinReport' order by subject) t on t.subject = s.district || '-' || s.incident::text",
  ],
];
/** What joining changes of the incident. */
const joinedColumns = [
  "report_count",
  "updated_at",
  "last_report_at",
  "by_sensor",
  "informed_units",
  "thumbnail",
  "timeline_hash",
];

/** As they were written, and never due: no job may work on the copies while they are counted. */
const asWritten: Record<string, string> = {
  "clocks.next_rung_at": "2199-01-01",
  "acceptance_chains.next_at": "2199-01-01",
  "deliveries.next_attempt_at": "2199-01-01",
  "deliveries.status": "queued",
  "deliveries.attempts": "0",
};

type Value = { text: string | null; renewed: "ids" | "number" | "seq" | null };
type Statement = { name: string; text: string; values: Value[] };
/** The statements of one report's transaction; `kept` is the incident it joined. */
export type Sample = { kept: string | null; statements: Statement[] };

/** What reports since an instant wrote, as text, ready to be written again under other ids. */
export async function sampleWrites(
  url: string,
  since: Date,
  count: number,
): Promise<{ samples: Sample[]; rowsEach: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `create temp table sampled as
       select row_number() over ()::int - 1 as n, r.district, r.incident, r.id as report, r.client_id, r.created_at, i.opened_at = r.created_at as opens
       from (select * from reports where created_at >= '${since.toISOString()}' order by md5(id::text) limit ${count}) r
       join incidents i on i.district = r.district and i.id = r.incident`,
    );
    await client.query("analyze sampled");
    const { rows } = await client.query<{ incident: string; opens: boolean }>(
      "select incident, opens from sampled order by n",
    );
    const samples = rows.map(({ incident, opens }): Sample => ({
      kept: opens ? null : incident,
      statements: [],
    }));
    for (const [written, condition] of [
      [byEach, "true"],
      [byOpening, "s.opens"],
      [byJoining, "not s.opens"],
    ] as const)
      for (const [table, joins] of written)
        for (const [n, statement] of await findRows(client, table, joins, condition))
          samples[n]!.statements.push(statement);
    return {
      samples,
      rowsEach:
        samples.reduce((sum, { statements }) => sum + statements.length, 0) / samples.length,
    };
  } finally {
    await client.end();
  }
}

async function findRows(client: pg.Client, table: string, joins: string, condition: string) {
  const { rows: columns } = await client.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO' and column_name <> 'transaction_id' order by ordinal_position",
    [table],
  );
  const names = columns.map(({ column_name }) => column_name);
  const { rows } = await client.query<Record<string, string | null> & { of_sample: number }>(
    `select s.n as of_sample, ${names.map((name) => `t.${name}::text as ${name}`).join(", ")} from sampled s ${joins} where ${condition}`,
  );
  const joining = condition.startsWith("not");
  return rows.map((row): [number, Statement] => [
    row.of_sample,
    table === "incidents" && joining ? update(row) : insert(table, names, row, joining),
  ]);
}

function insert(
  table: string,
  names: readonly string[],
  row: Record<string, string | null>,
  joining: boolean,
): Statement {
  return {
    name: `bare-${table}`,
    text: `insert into ${table} (${names.join(", ")}) values (${names.map((_, place) => `$${place + 1}`).join(", ")})`,
    values: names.map((name) => {
      const text = asWritten[`${table}.${name}`] ?? row[name] ?? null;
      // A join goes on with the timeline of an incident that is there.
      const seq = joining && table === "timeline" && name === "seq";
      return { text, renewed: text === null ? null : seq ? "seq" : renewal(name, text) };
    }),
  };
}

function update(row: Record<string, string | null>): Statement {
  const names = ["district", "id", ...joinedColumns];
  return {
    name: "bare-join",
    // The incident goes on: its own entries keep their numbers.
    text: `update incidents set timeline_seq = timeline_seq, ${joinedColumns.map((name, place) => `${name} = $${place + 3}`).join(", ")} where district = $1 and id = $2`,
    values: names.map((name) => ({ text: row[name] ?? null, renewed: null })),
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const personal = new Set(["reporter_account", "account", "dispatched_by"]);

function renewal(column: string, text: string): Value["renewed"] {
  if (personal.has(column)) return null;
  if (/^(SJ|HZ)-/.test(text)) return "number";
  return text.search(uuid) >= 0 ? "ids" : null;
}

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
  const run = randomUUID().slice(0, 8);
  let n = 0;
  const { rate } = await closedLoop(connections, seconds, async (caller) => {
    const client = clients[caller]!;
    const number = n++;
    const { kept, statements } = samples[number % samples.length]!;
    const ids = new Map<string, string>(kept ? [[kept, kept]] : []);
    const idFor = (old: string) => {
      const known = ids.get(old);
      if (known) return known;
      const made = randomUUID();
      ids.set(old, made);
      return made;
    };
    const fresh = ({ text, renewed }: Value) => {
      if (text === null || renewed === null) return text;
      if (renewed === "ids") return text.replace(uuid, idFor);
      return renewed === "seq" ? String(1_000 + number) : `${text}-${run}-${number}`;
    };
    await client.query("begin");
    for (const { name, text, values } of statements)
      await client.query({ name, text, values: values.map(fresh) });
    await client.query("commit");
  });
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}

/** Waits until the server has sent what it has to send: the bare statements are measured without that work beside them. */
export async function messagesSent(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (;;) {
    const { rows } = await client.query<{ waiting: boolean }>(
      "select exists (select from deliveries where status = 'queued' and next_attempt_at < now() + interval '1 day') as waiting",
    );
    if (!rows[0]!.waiting) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await client.end();
}
