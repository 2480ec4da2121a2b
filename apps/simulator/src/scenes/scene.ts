import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Answers } from "@gezhi/contract/case-forms.ts";
import type {
  Action,
  Incident,
  IncidentAct,
  PerformAct,
  WorkOrder,
} from "@gezhi/contract/incidents.ts";
import type { Receipt } from "@gezhi/contract/reports.ts";
import type { z } from "zod";
import { Cast, type Client } from "../client.ts";
import { Dice } from "../dice.ts";
import { fillMissing } from "../forms.ts";
import { dispatcherOf, dutyOfficerOf, holderOf, workerOf } from "../people.ts";
import { drawPicture } from "../picture.ts";
import { Places } from "../world.ts";

type Act = z.input<typeof PerformAct>;
export type Scene = { name: string; title: string; play: (stage: Stage) => Promise<void> };

/** What a scene acts with: demo people, a place, and a log of what it did. */
export class Stage {
  readonly cast: Cast;
  readonly dice: Dice;
  readonly say: (line: string) => void;
  readonly places: Places;
  /** Where devices publish. */
  readonly broker: string;
  /** Between two steps, so that people can watch a scene on their screens. */
  readonly paceSeconds: number;
  #began = false;

  constructor(
    base: string,
    seed: number,
    say: (line: string) => void,
    broker = "",
    paceSeconds = 0,
  ) {
    this.cast = new Cast(base);
    this.dice = new Dice(seed);
    this.say = say;
    this.broker = broker;
    this.paceSeconds = paceSeconds;
    this.places = new Places(this.cast.anonymous);
  }

  async #pause(): Promise<void> {
    if (this.#began && this.paceSeconds > 0) await setTimeout(this.paceSeconds * 1000);
    this.#began = true;
  }

  /** A grid of the unit whose full-time worker has an account of that grid's name. */
  async staffedGrid(unit: string) {
    for (const grid of await this.places.grids(unit))
      if (await this.cast.find(workerOf(grid.code))) return grid;
    throw new Error(`No grid of ${unit} has a demo worker.`);
  }

  async report(
    as: string | undefined,
    grid: { lon: number; lat: number },
    category: string | undefined,
    text: string,
    picture: string,
  ): Promise<Receipt> {
    await this.#pause();
    const client = as ? await this.cast.get(as) : this.cast.anonymous;
    const file = await client.upload(await drawPicture(picture, this.dice), "photo.jpg");
    const receipt = await client.report({
      clientId: randomUUID(),
      source: as ? "gridWorker" : "resident",
      text,
      ...(category ? { category } : {}),
      position: Places.near(grid, this.dice, 20),
      positionSource: "device",
      positionAccuracyM: 8,
      files: [file.id],
      simulated: true,
    });
    this.say(`${as ?? "居民"} 上报：${text} → ${receipt.incident.number}`);
    return receipt;
  }

  /** A resident says neither by position nor in words where it is. */
  async reportOfNowhere(text: string): Promise<Receipt> {
    const receipt = await this.cast.anonymous.report({
      clientId: randomUUID(),
      source: "resident",
      text,
      positionSource: "none",
      simulated: true,
    });
    this.say(`居民 上报：${text} → ${receipt.incident.number}`);
    return receipt;
  }

  async see(as: string, incident: string): Promise<Incident> {
    return (await this.cast.get(as)).incident(incident);
  }

  async act(as: string, incident: string, body: Act): Promise<Incident> {
    await this.#pause();
    const client: Client = await this.cast.get(as);
    const after = await client.perform(incident, body);
    this.say(`${as} ${body.act} → ${after.status}`);
    return after;
  }

  /** The action of that name the server offers this person; undefined when it does not. */
  async offered(as: string, incident: string, act: IncidentAct): Promise<Action | undefined> {
    return (await this.see(as, incident)).actions.find((action) => action.act === act);
  }

  /** The active work order of that handler, as this person sees it. */
  async orderOf(as: string, incident: string, handler: string): Promise<WorkOrder["id"]> {
    const { workOrders } = await this.see(as, incident);
    const order = workOrders.find(
      (one) => one.handler === handler && one.status !== "done" && one.status !== "withdrawn",
    );
    if (!order) throw new Error(`${handler} has no work order here`);
    return order.id;
  }

  async picture(as: string, title: string): Promise<string> {
    return (
      await (await this.cast.get(as)).upload(await drawPicture(title, this.dice), "photo.jpg")
    ).id;
  }

  /** Brings a reported incident to its post: verified and registered where needed, dispatched unless that was automatic. */
  async toPost(town: string, incident: string, coHandlers: string[] = []): Promise<Incident> {
    const dispatcher = dispatcherOf(town);
    let now = await this.see(dispatcher, incident);
    const offers = (act: IncidentAct) => now.actions.some((action) => action.act === act);
    if (offers("verify"))
      now = await this.act(dispatcher, incident, {
        act: "verify",
        result: "confirmed",
        note: "电话核实属实",
      });
    if (offers("register")) now = await this.act(dispatcher, incident, { act: "register" });
    const lead = now.suggestion.lead;
    const dispatched = now.workOrders.some(
      (order) => order.part === "lead" && order.status !== "withdrawn",
    );
    if (lead && (!dispatched || coHandlers.length) && offers("dispatch"))
      now = await this.act(dispatcher, incident, {
        act: "dispatch",
        lead,
        coHandlers,
        instructions: "请尽快到场处置",
      });
    return now;
  }

  /** Each active work order is accepted, worked on and fed back by the holder of its post. */
  async workedOn(town: string, incident: string, result: string): Promise<void> {
    const seen = await this.see(dispatcherOf(town), incident);
    const orders = seen.workOrders.filter(
      (order) => order.status !== "done" && order.status !== "withdrawn",
    );
    for (const order of orders) {
      const person = holderOf(order.handler);
      for (const act of ["accept", "arrive"] as const) {
        const now = await this.see(person, incident);
        if (now.actions.some((action) => action.act === act && action.workOrder === order.id))
          await this.act(person, incident, { act, workOrder: order.id });
      }
    }
    for (const order of orders.toSorted(
      (a, b) => (a.part === "co" ? 0 : 1) - (b.part === "co" ? 0 : 1),
    )) {
      const person = holderOf(order.handler);
      const before = await this.picture(person, "处置前");
      const after = await this.picture(person, "处置后");
      await this.formsFilled(person, incident);
      await this.act(person, incident, {
        act: "feedback",
        workOrder: order.id,
        result,
        before: [before],
        after: [after],
      });
    }
  }

  /** What the matter asks to be written down before the next step. */
  async formsFilled(
    as: string,
    incident: string,
    given: Record<string, Answers> = {},
  ): Promise<void> {
    for (const name of await fillMissing(await this.cast.get(as), incident, given))
      this.say(`${as} 填写《${name}》`);
  }

  /** The first of these people whom the server offers the act. */
  async whoMay(people: readonly string[], incident: string, act: IncidentAct): Promise<string> {
    for (const person of people)
      if ((await this.cast.find(person)) && (await this.offered(person, incident, act)))
        return person;
    throw new Error(`None of ${people.join(", ")} may ${act}.`);
  }

  /** Someone other than the handler checks; then the centre closes. */
  async checkedAndClosed(town: string, incident: string, grid: string): Promise<void> {
    const village = grid.slice(0, 12);
    const others = [
      workerOf(grid),
      `${village}-secretary`,
      dispatcherOf(town),
      dutyOfficerOf(town),
    ];
    const checker = await this.whoMay(others, incident, "recheck");
    await this.act(checker, incident, { act: "recheck", passed: true, note: "现场已恢复" });
    if (await this.offered(dispatcherOf(town), incident, "close")) {
      await this.formsFilled(dispatcherOf(town), incident);
      await this.act(dispatcherOf(town), incident, { act: "close" });
    }
  }

  async rate(receipt: Receipt, comment: string): Promise<void> {
    const { z } = await import("zod");
    await this.#pause();
    await this.cast.anonymous.request(
      z.unknown(),
      "POST",
      `/api/receipts/${receipt.number}/ratings`,
      { token: receipt.token, satisfied: true, stars: 5, comment },
    );
    this.say(`居民评价：满意（${comment}）`);
  }
}
