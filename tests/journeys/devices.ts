import type { Device } from "@gezhi/contract/devices.ts";
import { Transmitter } from "@gezhi/simulator/transmitter.ts";
import { inject } from "vitest";

/**
 * What a device measures, published over MQTT once a second in the device's own time: rules with a hold are through
 * after that many readings, however long the machine takes.
 */
export async function publish(device: Device, metric: string, values: readonly number[]) {
  const town = device.unit.code.slice(0, 9);
  const transmitter = await Transmitter.connect(inject("gezhiBroker"), town, device.code);
  const start = Date.now() - values.length * 1000;
  for (const [second, value] of values.entries())
    await transmitter.send(device.unit.code, device.code, {
      at: start + second * 1000,
      values: { [metric]: value },
    });
  await transmitter.close();
}
