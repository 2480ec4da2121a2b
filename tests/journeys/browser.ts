import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { inject } from "vitest";

const flags = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
  "--lang=zh-CN",
];

async function executable(): Promise<string> {
  const known = [
    process.env["CHROMIUM_PATH"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = known.find((path) => path && existsSync(path));
  if (found) return found;
  const { default: bundled } = await import("@sparticuz/chromium");
  return bundled.executablePath();
}

export const launch = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await executable(), args: flags });

export const sizes = {
  desk: { width: 1440, height: 900 },
  wall: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
} as const;

export type Screen = {
  page: Page;
  shot: (name: string) => Promise<void>;
  close: () => Promise<void>;
};

const folder = join(import.meta.dirname, "../../artifacts/screenshots");

/** A browser window of one person; consoles are watched: an error on the page fails the journey that reads `problems`. */
export async function openScreen(
  browser: Browser | Promise<Browser>,
  size: keyof typeof sizes,
  path: string,
  { as, ...more }: BrowserContextOptions & { as?: string } = {},
): Promise<Screen & { problems: string[] }> {
  const context = await (
    await browser
  ).newContext({
    viewport: sizes[size],
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    baseURL: inject("gezhiUrl"),
    hasTouch: size === "phone",
    ...more,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on(
    "console",
    (message) =>
      message.type() === "error" && problems.push(`${message.text()} ${message.location().url}`),
  );
  if (as) await signInAs(page, as);
  await page.goto(path);
  return {
    page,
    problems,
    shot: async (name) => {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}-${size}.png`), animations: "disabled" });
    },
    close: () => context.close(),
  };
}

/** Signs a demo account in without the form, as the one-click chooser does. */
export async function signInAs(page: Page, username: string): Promise<void> {
  const answer = await page.request.post("/api/demo/session", { data: { username } });
  if (!answer.ok())
    throw new Error(`${username} could not sign in: ${answer.status()} ${await answer.text()}`);
}
