import { OutboxMessage } from "@gezhi/contract/notices.ts";
import { DoorAnswer } from "@gezhi/contract/visitor-codes.ts";
import { expect, inject, test } from "vitest";
import { openAs, openAsResident, startBrowser } from "./people.ts";

const town = "500103001";
const door = `AC01-${town}-01`;
const phone = "13900004445";

const browser = startBrowser();

/** As the door of the demo asks. */
async function press(code: string, id: string): Promise<DoorAnswer> {
  const answer = await fetch(`${inject("gezhiUrl")}/api/door-checks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${door}:demo-${door}`).toString("base64")}`,
    },
    body: JSON.stringify({ id, code }),
  });
  return DoorAnswer.parse(await answer.json());
}

test("a resident makes a code for a visitor, the door opens once, and the town sees numbers alone", async () => {
  const officer = await openAs(browser, `${town}-duty-officer-1`, "desk", "/doors");
  await officer.page.getByRole("button", { name: `登记住户手机 ${door}` }).click();
  const form = officer.page.getByRole("dialog");
  await form.getByLabel("手机号").fill(phone);
  await form.getByRole("button", { name: /^登\s?记$/ }).click();
  await form.getByText("新登记 1 个").waitFor();
  await officer.page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
  await officer.shot("doors");

  const resident = await openAsResident(browser, "/r");
  const { page } = resident;
  await page.getByRole("button", { name: /访客码/ }).click();
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await page.getByLabel("验证码", { exact: true }).waitFor();
  const outbox = (await (await officer.page.request.get("/api/outbox?limit=20")).json()) as {
    items: unknown;
  };
  const messages = OutboxMessage.array().parse(outbox.items);
  const sent = messages.flatMap(({ text }) => /验证码 (\d{6})/.exec(text)?.[1] ?? [])[0];
  await page.getByLabel("验证码", { exact: true }).fill(sent ?? "");
  await page.getByRole("button", { name: /^验\s?证$/ }).click();
  await page.getByRole("button", { name: "生成访客码" }).click();
  const shown = page.getByLabel(/访客码 \d{8}/);
  await shown.waitFor();
  await resident.shot("visitor-code");
  const code = ((await shown.textContent()) ?? "").replaceAll(/\D/g, "");

  const use = crypto.randomUUID();
  expect(await press(code, use)).toMatchObject({ open: true, left: 0 });
  expect(await press(code, use)).toMatchObject({ open: true, left: 0 });
  expect(await press(code, crypto.randomUUID())).toMatchObject({ open: false, reason: "used" });
  await page.getByText("已用完").waitFor();
  await page.getByText(/^开门 \d/).waitFor();
  await resident.shot("visitor-code-used");

  await officer.page.reload();
  const row = officer.page.getByRole("row", { name: new RegExp(door) });
  await row.waitFor();
  expect(await officer.page.getByText(phone).count()).toBe(0);
  await officer.page.getByRole("button", { name: `关闭 ${door}` }).click();
  await officer.page
    .getByRole("tooltip")
    .getByRole("button", { name: /确\s?定/ })
    .click();
  await row.getByText("未开通").waitFor();
  await page.reload();
  await page.getByText("这个手机号没有可用的门").waitFor();
  expect([...officer.problems, ...resident.problems]).toEqual([]);
  await Promise.all([officer.close(), resident.close()]);
});
