import type { DemoAppointment, DemoStaff } from "./demo-model.ts";
import { inventedName, inventedPhone } from "./demo-names.ts";

type Duty = Pick<DemoAppointment, "unit" | "role"> & Partial<DemoAppointment>;

/** Collects people in the order of their first duty; their names follow from that order. */
export class DemoRoster {
  readonly #staff: DemoStaff = { people: [], appointments: [] };
  readonly #known = new Set<string>();

  appoint(username: string, duty: Duty): void {
    if (!this.#known.has(username)) {
      const serial = this.#known.size;
      this.#known.add(username);
      this.#staff.people.push({
        username,
        name: inventedName(serial),
        phone: inventedPhone(serial),
      });
    }
    this.#staff.appointments.push({
      username,
      post: null,
      department: null,
      holder: null,
      ...duty,
    });
  }

  get staff(): DemoStaff {
    return this.#staff;
  }
}
