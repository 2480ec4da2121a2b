import type { Holder, Role } from "@gezhi/contract/identity.ts";

export interface DemoPerson {
  username: string;
  name: string;
  phone: string;
}

export interface DemoAppointment {
  username: string;
  unit: string;
  role: Role;
  /** Only for the role `postHolder`. */
  post: string | null;
  /** Only for the roles `department` and `liaison`. */
  department: string | null;
  holder: Holder | null;
}

export interface DemoStaff {
  people: DemoPerson[];
  appointments: DemoAppointment[];
}
