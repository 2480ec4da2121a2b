import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CaseFile } from "@gezhi/contract/timeline.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyCommand } from "../../main/verify.ts";
import { type IncidentDesk, openIncidentDesk } from "./incident-desk-testing.ts";

let desk: IncidentDesk;
beforeAll(async () => {
  desk = await openIncidentDesk();
});
afterAll(() => desk.close());

describe("a case file", () => {
  const folder = mkdtempSync(join(tmpdir(), "gezhi-case-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const verify = async (content: unknown) => {
    const file = join(folder, `${randomUUID()}.json`);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    const lines: string[] = [];
    const code = await verifyCommand([file], (line) => lines.push(line));
    return { code, said: lines.join("\n") };
  };

  test("proves itself to a stranger, who is told the first entry that was changed, removed or cut off", async () => {
    const id = await desk.report();
    await desk.dispatch(id);
    await desk.act("dispatcher", id, { act: "urge", note: "今日须办结" });
    const answer = await (await desk.as("dispatcher")).get(`/api/incidents/${id}/case-file`);
    const file = CaseFile.parse(answer.body);
    expect(answer.headers["content-disposition"]).toContain(".json");
    expect(file.timeline.length).toBeGreaterThan(2);
    expect(await verify(file)).toMatchObject({
      code: 0,
      said: expect.stringContaining("intact") as string,
    });

    const changed = structuredClone(file);
    changed.timeline[1]!.detail["text"] = "改过";
    expect(await verify(changed)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 2") as string,
    });
    const removed = { ...file, timeline: file.timeline.toSpliced(1, 1) };
    expect(await verify(removed)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 2") as string,
    });
    const cut = { ...file, timeline: file.timeline.slice(0, -1) };
    expect(await verify(cut)).toMatchObject({
      code: 1,
      said: expect.stringContaining(`entry ${file.timeline.length}`) as string,
    });
    const lent = {
      ...file,
      incident: { ...file.incident, id: "500103-00000000-0000-7000-8000-000000000000" },
    };
    expect(await verify(lent)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 1") as string,
    });
    expect(await verify({ hello: 1 })).toMatchObject({ code: 1 });
    expect(await verify("{")).toMatchObject({ code: 2 });
    expect(await verifyCommand([], () => undefined)).toBe(2);
  });

  test("also prints, with everything escaped", async () => {
    const id = await desk.report({ text: "<script>alert(1)</script> 路面塌陷" });
    const page = await (
      await desk.as("dispatcher")
    ).get(`/api/incidents/${id}/case-file?format=html`);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.text).toContain("全程记录");
    expect(page.text).toMatch(/居民上报|网格员上报/);
    expect(page.text).not.toContain("<script>");
  });
});
