import type { KnownDevice } from "./known-device.ts";

const leastSlots = 1024;

/**
 * Devices by their code, asked with a string or with the bytes of a topic as they came. A table of numbers answers with
 * a third of the visits to memory that a map of strings needs: of half a million devices none is in the cache.
 */
export class DeviceIndex {
  #devices: KnownDevice[] = [];
  /** Of each slot the hash, and the place in `#devices`, one more than it is; 0: free. Side by side: one visit. */
  #slots = new Uint32Array(leastSlots * 2);
  /** Nobody can name codes beforehand that meet in one slot. */
  readonly #seed = (Math.random() * 2 ** 32) | 0;

  get size(): number {
    return this.#devices.length;
  }

  all = (): IterableIterator<KnownDevice> => this.#devices.values();

  get(code: string): KnownDevice | undefined {
    const hash = this.#hashOf(code);
    for (let slot = this.#slotOf(hash); ; slot = this.#after(slot)) {
      const place = this.#slots[slot + 1]!;
      if (place === 0) return undefined;
      if (this.#slots[slot] !== hash) continue;
      const device = this.#devices[place - 1]!;
      if (device.code === code) return device;
    }
  }

  /** The code stands in these bytes, from `start` to before `end`. */
  at(bytes: Uint8Array, start: number, end: number): KnownDevice | undefined {
    let mix = this.#seed;
    for (let at = start; at < end; at++) mix = mixed(mix, bytes[at]!);
    const hash = spread(mix);
    for (let slot = this.#slotOf(hash); ; slot = this.#after(slot)) {
      const place = this.#slots[slot + 1]!;
      if (place === 0) return undefined;
      if (this.#slots[slot] !== hash) continue;
      const device = this.#devices[place - 1]!;
      if (isAt(device.code, bytes, start, end)) return device;
    }
  }

  add(device: KnownDevice): void {
    this.#devices.push(device);
    if (this.#devices.length * 4 > this.#slots.length) this.#build(this.#slots.length * 2);
    else this.#place(device, this.#devices.length);
  }

  /** Seldom: a device got another code. */
  remove(device: KnownDevice): void {
    this.#devices = this.#devices.filter((one) => one !== device);
    this.#build(this.#slots.length);
  }

  #hashOf(code: string): number {
    let mix = this.#seed;
    for (let at = 0; at < code.length; at++) mix = mixed(mix, code.charCodeAt(at));
    return spread(mix);
  }

  #slotOf(hash: number): number {
    return (hash * 2) & (this.#slots.length - 1);
  }

  #after(slot: number): number {
    return (slot + 2) & (this.#slots.length - 1);
  }

  #build(length: number): void {
    this.#slots = new Uint32Array(length);
    for (const [n, device] of this.#devices.entries()) this.#place(device, n + 1);
  }

  #place({ code }: KnownDevice, place: number): void {
    const hash = this.#hashOf(code);
    let slot = this.#slotOf(hash);
    while (this.#slots[slot + 1] !== 0) slot = this.#after(slot);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = place;
  }
}

// FNV-1a, and what mixes its upper bits into the lower ones that choose the slot.
const mixed = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);
const spread = (hash: number): number => {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (once ^ (once >>> 13)) >>> 0;
};

function isAt(code: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (code.length !== end - start) return false;
  for (let at = 0; at < code.length; at++)
    if (code.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
