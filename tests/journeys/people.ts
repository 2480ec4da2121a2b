import { Dice } from "@gezhi/simulator/dice.ts";
import { drawPicture } from "@gezhi/simulator/picture.ts";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, inject, onTestFailed } from "vitest";
import { launch, openScreen, type Screen, type sizes } from "./browser.ts";

/** Patience with one step: a loaded machine of two cores draws four browser windows. */
const patienceMs = 40_000;

type Watched = Screen & { problems: string[] };

/** The browser of a file of journeys: started with it, closed behind it. */
export function startBrowser(): Promise<Browser> {
  const browser = launch();
  afterAll(async () => (await browser).close());
  return browser;
}

/** A window of somebody without an account. */
export const openAsResident = (
  browser: Browser | Promise<Browser>,
  path: string,
  more: BrowserContextOptions = {},
): Promise<Watched> => open(browser, "resident", "phone", path, more);

/** A window of one member of staff, signed in before its first page. */
export const openAs = (
  browser: Browser | Promise<Browser>,
  username: string,
  size: keyof typeof sizes,
  path: string,
  more: BrowserContextOptions = {},
): Promise<Watched> => open(browser, username, size, path, { ...more, as: username });

async function open(
  browser: Browser | Promise<Browser>,
  name: string,
  size: keyof typeof sizes,
  path: string,
  more: BrowserContextOptions & { as?: string },
): Promise<Watched> {
  const screen = await openScreen(browser, size, path, more);
  screen.page.setDefaultTimeout(patienceMs);
  onTestFailed(() => screen.shot(`failed-${name}`));
  return screen;
}

/** A drawn photo, marked as simulated, ready for a file input. */
export async function photo(title: string) {
  const picture = await drawPicture(title, new Dice(title.length));
  return { name: `${title}.jpg`, mimeType: "image/jpeg", buffer: Buffer.from(picture) };
}

/** A stage whose reports are matters of their own: one that became another's would make a journey prove nothing. */
class OwnStage extends Stage {
  override async report(...what: Parameters<Stage["report"]>): ReturnType<Stage["report"]> {
    const receipt = await super.report(...what);
    if (receipt.incident.joined)
      throw new Error(
        `The report joined ${receipt.incident.number}: give this journey a grid of its own.`,
      );
    return receipt;
  }
}

/** People of the demo who act through the public interface, to bring a matter to where a journey begins. */
export const openStage = (): Stage => new OwnStage(inject("gezhiUrl"), 7, () => undefined);

/** Where a grid lies, as a phone in it says. */
export async function standingIn(grid: string): Promise<BrowserContextOptions> {
  const stage = openStage();
  const [found] = await stage.places.grids(grid);
  if (!found) throw new Error(`There is no grid ${grid}.`);
  return {
    permissions: ["geolocation"],
    geolocation: { longitude: found.lon, latitude: found.lat, accuracy: 8 },
  };
}

/** Chooses a photo behind a button that opens the camera or the album. */
export async function choosePhoto(page: Page, button: Locator, title: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles(await photo(title));
}

/** Notes on the page that it was not loaded anew since. */
export const markPage = (page: Page) => page.evaluate("globalThis.stayed = true");
export const wasNotReloaded = (page: Page) => page.evaluate("globalThis.stayed === true");

/** Until the page hears of changes as they happen. */
export const isLive = (page: Page) => page.locator(".live-dot-connected").waitFor();
