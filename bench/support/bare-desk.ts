import pg from "pg";
import type { IntakeDesk } from "../../apps/server/src/features/telemetry/intake-desk.ts";
import type {
  KnownDevice,
  Message,
  Row,
} from "../../apps/server/src/features/telemetry/known-device.ts";
import { copyReadings } from "../../apps/server/src/features/telemetry/copy-readings.ts";
import { noCounts } from "../../apps/server/src/features/telemetry/telemetry-counts.ts";

/** The limit: values out of the JSON and into COPY batches, acknowledged after the commit; no checks, no rules, no states. */
export function bareDesk(url: string, lanes: number): IntakeDesk {
  const counts = noCounts();
  const writers = Array.from({ length: lanes }, () => {
    const client = new pg.Client({ connectionString: url });
    const connected = client.connect();
    let rows: Row[] = [];
    let working = false;
    const work = async () => {
      await connected;
      await new Promise((resolve) => setImmediate(resolve));
      while (rows.length > 0) {
        const batch = rows.splice(0, 8000);
        await copyReadings(client, batch);
        counts.kept += batch.length;
        for (const { message } of batch) message?.settle();
      }
      working = false;
    };
    return (row: Row) => {
      rows.push(row);
      if (working) return;
      working = true;
      void work().catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    };
  });
  const take = (device: KnownDevice, payload: Buffer, message: Message) => {
    const { at, values } = JSON.parse(payload.toString()) as {
      at: number;
      values: Record<string, number>;
    };
    writers[device.number % lanes]!({
      device,
      at,
      offset: 0,
      receivedAt: Date.now(),
      values: Object.values(values),
      standing: "judged",
      message,
    });
  };
  const nobody = () => undefined;
  const bare = {
    counts,
    take,
    ask: nobody,
    later: () => false,
    onHold: nobody,
    fault: nobody,
  };
  return bare as unknown as IntakeDesk;
}
