import fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceIndex } from "./device-index.ts";
import { KnownDevice } from "./known-device.ts";

const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/);
const found = (index: DeviceIndex, name: string) => {
  const bytes = Buffer.from(`>${name}<`);
  return [index.get(name), index.at(bytes, 1, bytes.length - 1)];
};

test("of many devices each is found by its code and by the bytes of it, and nobody else", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(code, { maxLength: 3000 }),
      fc.array(fc.string()),
      (codes, others) => {
        const index = new DeviceIndex();
        const devices = codes.map((one, n) => new KnownDevice(n, one));
        for (const device of devices) index.add(device);
        for (const device of devices) expect(found(index, device.code)).toEqual([device, device]);
        for (const other of others.filter((one) => !codes.includes(one)))
          expect(found(index, other)).toEqual([undefined, undefined]);
        expect(index.size).toBe(codes.length);
        expect([...index.all()]).toEqual(devices);
      },
    ),
    { numRuns: 30 },
  );
});

test("a device that was taken out is not found, the others are", () => {
  const index = new DeviceIndex();
  const devices = Array.from({ length: 3000 }, (_, n) => new KnownDevice(n, `d-${n}`));
  for (const device of devices) index.add(device);
  for (const device of devices.slice(0, 3)) index.remove(device);
  expect(devices.filter(({ code: one }) => index.get(one) === undefined)).toEqual(
    devices.slice(0, 3),
  );
  expect(index.size).toBe(2997);
});

test("a name that only looks like a code in its lower bytes is nobody's", () => {
  const index = new DeviceIndex();
  index.add(new KnownDevice(1, "ab"));
  expect(index.get("\u{161}b")).toBeUndefined();
});
