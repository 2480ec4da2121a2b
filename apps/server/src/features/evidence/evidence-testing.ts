import { createHash } from "node:crypto";
import { Clips } from "@gezhi/contract/evidence.ts";
import { sql } from "kysely";
import { expect } from "vitest";
import {
  type Answer,
  type Client,
  startTestServer,
  type TestServer,
} from "../../platform/testing/server.ts";
import { aDevice, alarmOf, grid, signalled, type TestDevice } from "../alarms/alarm-testing.ts";
import { aPhoto } from "../files/file-testing.ts";

export const password = "a-password-of-a-camera";

export type Falls = Awaited<ReturnType<typeof openFalls>>;

/** A server under whose houses cameras see things fall. */
export async function openFalls() {
  const server = await startTestServer();
  let places = 0;
  return {
    server,
    /** Long enough after what came before to be no storm with what comes. */
    async settle(): Promise<void> {
      server.setNow(undefined);
      await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(server.owner);
    },
    async falling(profile = "VA04"): Promise<TestDevice> {
      places += 1;
      const device = await aCamera(server, profile, { place: `${places}栋下`, unit: grid });
      await signalled(server, device, { rule: profile, level: "red", value: 3, threshold: 1 });
      return device;
    },
    alarmIdOf: async (device: TestDevice) => `500103-${(await alarmOf(server, device)).id}`,
  };
}

/** A camera that may sign in. */
export async function aCamera(
  server: TestServer,
  profile: string,
  more: Parameters<typeof aDevice>[2] = {},
): Promise<TestDevice> {
  const device = await aDevice(server, profile, more);
  await server.owner
    .updateTable("devices")
    .set({ password_hash: createHash("sha256").update(password).digest("hex") })
    .where("number", "=", device.number)
    .execute();
  return device;
}

type Sent = {
  device: string;
  at?: number | string;
  masked?: boolean;
  trace?: unknown;
  as?: string;
  password?: string;
  content?: Uint8Array;
  about?: object | string | null;
};

let tint = 0;

/** Multipart as a camera's firmware writes it. */
export async function sendClip(
  server: TestServer,
  { device, at, masked, trace, as = device, password: secret = password, content, about }: Sent,
): Promise<Answer> {
  const boundary = "----gezhi-camera";
  tint = (tint + 7) % 200;
  const said = about ?? {
    device,
    at: at ?? server.context.now(),
    ...(masked ? { masked } : {}),
    ...(trace ? { trace } : {}),
  };
  const field =
    about === null
      ? ""
      : `--${boundary}\r\ncontent-disposition: form-data; name="about"\r\n\r\n${typeof said === "string" ? said : JSON.stringify(said)}\r\n`;
  const payload = Buffer.concat([
    Buffer.from(
      `${field}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="clip.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`,
    ),
    content ?? (await aPhoto({ lat: "29/1 33/1 0/1", lon: "106/1 34/1 0/1" }, tint)),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const ask = {
    method: "POST" as const,
    url: "/api/telemetry/clips",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      ...(secret
        ? { authorization: `Basic ${Buffer.from(`${as}:${secret}`).toString("base64")}` }
        : {}),
    },
    payload,
  };
  let answer = await server.app.inject(ask);
  // A machine that is busy with other tests answers "later" for a moment, as it should.
  while (answer.statusCode === 503) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer = await server.app.inject(ask);
  }
  return {
    status: answer.statusCode,
    body: answer.json(),
    text: answer.body,
    bytes: new Uint8Array(answer.rawPayload),
    headers: answer.headers,
  };
}

export async function clipsOf(client: Client, alarm: string) {
  let answer = await client.get(`/api/alarms/${alarm}/clips`);
  while (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer = await client.get(`/api/alarms/${alarm}/clips`);
  }
  expect(answer.status).toBe(200);
  return Clips.parse(answer.body).items;
}

/** Asks for a look at the sealed pictures of an alarm and has the commander approve it. */
export async function approved(
  client: Client,
  commander: Client,
  alarm: string,
  reason: string,
): Promise<string> {
  const asked = await client.post(`/api/alarms/${alarm}/original-requests`, { reason });
  expect(asked.status).toBe(201);
  const { id } = asked.body;
  const decided = await commander.post(`/api/approvals/${id}/decisions`, { approve: true });
  expect(decided.status).toBe(200);
  return id;
}
