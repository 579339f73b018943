import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "playwright";
import type { Page } from "playwright";
import { z } from "zod";
import { CHROMIUM_FLAGS, findChromium } from "../../scripts/chromium.ts";
import { RolloutPage } from "../pages/rollout.ts";
import { SignInPage } from "../pages/sign-in.ts";

/** Long enough for a first scan, and a plan of some hundred targets, on two busy cores. */
const PATIENCE_MS = 300_000;

const Lanes = z.array(z.object({ lastSuccessAt: z.string().nullable() }));

/** Waits until every lane has been read once. */
async function scanned(page: Page): Promise<void> {
  for (const due = Date.now() + PATIENCE_MS; ;) {
    if (Date.now() > due) throw new Error("The lanes were not read in time");
    const lanes = Lanes.parse(await (await page.request.get("/api/lanes")).json());
    if (lanes.length > 0 && lanes.every(({ lastSuccessAt }) => lastSuccessAt !== null)) return;
    await wait(250);
  }
}

/** A cap per lane and nothing else; or one environment of each region first, baking until somebody ends that, and then shares. */
export type Limits = { kind: "cap"; perLane: number } | { kind: "waves"; shares: string };

async function limit(page: Page, limits: Limits): Promise<void> {
  const rollout = new RolloutPage(page);
  if (limits.kind === "cap") {
    await rollout.goTo("Policy");
    await page.getByRole("spinbutton").fill(String(limits.perLane));
    return;
  }
  // Custom begins with what was chosen before it: its canary is one of each region.
  await rollout.choosePolicy("Steady");
  await rollout.choosePolicy("Custom");
  await rollout.write({
    Shares: limits.shares,
    "Bake after the canary, minutes": "600",
    "Bake after each wave, minutes": "0",
    "At a time in one account and region": "1",
    "At a time in all": "",
    "Failures tolerated in a lane": "",
    "Failures tolerated in all": "",
  });
}

/**
 * Takes the product's address, environments' ids and limits, and starts a bulk change of them as a person does: signs in, selects
 * by paste, reviews, sets the limits, confirms. Gives the rollout's id and the session's cookie.
 */
export async function beginRollout(
  url: string,
  ids: readonly string[],
  limits: Limits,
  { beforeStart = () => Promise.resolve() }: { beforeStart?: () => Promise<void> } = {},
): Promise<{ id: string; cookie: string }> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  try {
    const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await new SignInPage(page).as("author");
    await scanned(page);
    await page.goto("/environments");
    await page.getByRole("button", { name: /select by paste/i }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(ids.join("\n"));
    await dialog.getByRole("button", { name: /find/i }).click();
    await dialog
      .getByRole("button", { name: new RegExp(`add ${ids.length.toLocaleString("en-GB")} to selection`, "i") })
      .click();
    await page.getByRole("button", { name: "Disable IMDSv1…" }).click();
    await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}/);
    await limit(page, limits);
    await new RolloutPage(page).accept();
    await page.getByRole("textbox", { name: /to confirm/i }).fill(String(ids.length));
    await beforeStart();
    await page.getByRole("button", { name: "Start rollout" }).click();
    await page.getByText("Running").first().waitFor();
    const cookies = await context.cookies();
    return {
      id: new URL(page.url()).pathname.split("/").at(-1) ?? "",
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    };
  } finally {
    await browser.close();
  }
}
