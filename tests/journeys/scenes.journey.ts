import { rockfall } from "@gezhi/simulator/scenes/rockfall.ts";
import { type Scene, Stage } from "@gezhi/simulator/scenes/scene.ts";
import { sewer, streetLamps } from "@gezhi/simulator/scenes/town-works.ts";
import { woodByForest } from "@gezhi/simulator/scenes/wood-by-forest.ts";
import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { expect, inject, test } from "vitest";

/** Plays a scene on the whole city, and what its town's desk sees of it in the end. */
async function played(scene: Scene, town: string) {
  const said: string[] = [];
  const stage = new Stage(inject("gezhiUrl"), 1, (line) => said.push(line));
  await scene.play(stage);
  const dispatcher = await stage.cast.get(`${town}-dispatcher-1`);
  const number = /SJ-\S+/.exec(said[0]!)![0];
  const found = await dispatcher.request(IncidentPage, "GET", `/api/incidents?q=${number}`);
  return dispatcher.incident(found.items[0]!.id);
}

test("G6: a rockfall goes to its post, is cleared at once, netted, checked by somebody else and rated by who reported it", async () => {
  const { status, category, ratings, attachments, timeline } = await played(rockfall, "500116116");

  expect([status, category.code]).toEqual(["evaluated", "060108"]);
  expect(ratings).toMatchObject([{ side: "reporter", satisfied: true, stars: 5 }]);
  expect(attachments.map(({ kind }) => kind).toSorted()).toEqual(["after", "before", "report"]);
  expect(timeline.filter(({ text }) => /先期处置|彻底整治/.test(text))).toHaveLength(2);
  const actorOf = (name: string) => timeline.find(({ act }) => act === name)?.actor;
  expect(actorOf("recheck")).toBeTruthy();
  expect(actorOf("recheck")).not.toBe(actorOf("feedback"));
});

test("G5: dead wood beside a forest is dispatched to several posts in one act, and each of them has worked on it", async () => {
  const { status, timeline, workOrders } = await played(woodByForest, "500102007");

  expect(status).toBe("closed");
  const asked = ["500102007/JJ07", "500102007/PA07"];
  const last = timeline.findLast(({ act }) => act === "dispatch");
  expect(last?.detail["coHandlers"]).toEqual(expect.arrayContaining(asked));
  const done = workOrders.filter(({ result }) => result).map(({ handler }) => handler);
  expect(done).toEqual(expect.arrayContaining([last?.detail["lead"], ...asked]));
});

test.each([
  { scene: sewer, town: "500110007", ends: "closed", lead: "500110007/JJ04" },
  { scene: streetLamps, town: "500107003", ends: "evaluated", lead: "500107003/MS09" },
])("$scene.name is led by its post and comes to its end", async ({ scene, town, ends, lead }) => {
  const { status, workOrders } = await played(scene, town);

  expect(status).toBe(ends);
  expect(workOrders.find(({ part }) => part === "lead")?.handler).toBe(lead);
});
