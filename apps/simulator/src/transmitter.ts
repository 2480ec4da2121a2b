import type { Telemetry } from "@gezhi/contract/telemetry.ts";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { connectAsync, type MqttClient } from "mqtt";

/** What a demo device signs in with; the broker takes it in demo mode only. */
const demoPassword = (code: string) => `demo-${code}`;

export const gatewayOf = (town: string) => {
  const username = `GW01-${town}-01`;
  return { username, password: demoPassword(username) };
};

/** A demo town's gateway: one connection that speaks for the town's devices. */
export class Transmitter {
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  static async connect(broker: string, town: string, name = ""): Promise<Transmitter> {
    const { username, password } = gatewayOf(town);
    const client = await connectAsync(broker, {
      username,
      password,
      clientId: name ? `${username}-${name}` : username,
      reconnectPeriod: 2000,
      connectTimeout: 10_000,
    });
    return new Transmitter(client);
  }

  /** Resolves when the broker has acknowledged: the reading is durable. */
  async send(unit: string, device: string, telemetry: Telemetry): Promise<void> {
    await this.#client.publishAsync(telemetryTopic(unit, device), JSON.stringify(telemetry), {
      qos: 1,
    });
  }

  async close(): Promise<void> {
    await this.#client.endAsync();
  }
}
