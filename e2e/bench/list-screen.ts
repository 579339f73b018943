import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright";

/** What somebody at the list waits for, as a real browser has it. */
export type ScreenFigures = {
  /** Bytes of all scripts that the page loads before anything is touched, each packed by gzip. */
  scriptBytes: number;
  /** Milliseconds from the click on a state to its rows on the screen, one for each try. */
  filterMs: number[];
  /** Tasks over 50 ms while the list is scrolled through, in milliseconds. */
  longTasks: number[];
};

const FILTERINGS = 10;
const SCROLLS = 60;

/** Measures in the page: from the click until a frame has been painted in which the rows are the new filter's. */
function filterOnce(pressed: number): Promise<number> {
  const buttons = document.querySelectorAll<HTMLButtonElement>('[role="group"] button[aria-pressed]');
  const rows = () => document.querySelector('[role="table"]')?.getAttribute("aria-rowcount") ?? "";
  const before = rows();
  const began = performance.now();
  buttons[pressed]?.click();
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (performance.now() - began > 10_000) reject(new Error("The filter changed nothing"));
      // The frame in which it is seen is painted when the next one begins.
      else if (rows() !== before) requestAnimationFrame(() => resolve(performance.now() - began));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Takes a signed-in page, opens the list in it and gives the bytes of all scripts that it loads untouched, each packed by gzip. */
export async function scriptBytesOf(page: Page): Promise<number> {
  const scripts: Promise<Buffer>[] = [];
  const keep = (response: Response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  };
  page.on("response", keep);
  await page.goto("/environments");
  await page.getByRole("heading", { name: "Environments", level: 1 }).waitFor();
  // The list polls seldom: the network is at rest once all that the page asks for untouched is there.
  await page.waitForLoadState("networkidle");
  page.off("response", keep);
  return (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
}

/** Takes a signed-in page and gives how the list of environments feels in it. */
export async function measureScreen(page: Page): Promise<ScreenFigures> {
  const scriptBytes = await scriptBytesOf(page);

  const filterMs: number[] = [];
  // Back and forth between all environments and those that allow IMDSv1.
  for (let at = 0; at < FILTERINGS; at += 1) filterMs.push(await page.evaluate(filterOnce, (at + 1) % 2));

  await page.goto("/environments");
  // What is measured is scrolling: nothing of the page's own loading may be among the tasks.
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluateHandle(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ["longtask"],
    });
    return tasks;
  });
  const { width, height } = page.viewportSize() ?? { width: 1_280, height: 720 };
  await page.mouse.move(width / 2, height * 0.8);
  for (let at = 0; at < SCROLLS; at += 1) {
    await page.mouse.wheel(0, height);
    // A step for each frame that is painted, as a wheel turns.
    await page.evaluate(() => new Promise<number>((resolve) => void requestAnimationFrame(resolve)));
  }
  return { scriptBytes, filterMs, longTasks: await seen.jsonValue() };
}
