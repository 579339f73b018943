import type { Page } from "@playwright/test";
import { axe, expect, test } from "./fixtures.ts";
import { OwnFleet } from "./own-fleet.ts";

/** Runs a flow on a fleet of its own, read once, as a viewer. */
async function onFleet(environments: number, page: Page, flow: (fleet: OwnFleet) => Promise<void>): Promise<void> {
  const fleet = await OwnFleet.start(".data/e2e-scan-states", { seed: 3, environments });
  try {
    await page.goto(`${fleet.url}/sign-in`);
    await page.getByRole("button", { name: "Sign in as Viewer" }).click();
    await page.waitForURL(/\/overview/);
    await fleet.expectScanned(page);
    await flow(fleet);
  } finally {
    // An open page goes on asking, and its server is about to end.
    await page.goto("about:blank");
    await fleet.end();
  }
}

test("no environment anywhere: the list says where it looked and what to check", async ({ page }) => {
  await onFleet(0, page, async ({ url }) => {
    await page.goto(`${url}/environments`);
    // What is streamed stands in the page twice for a moment: hidden, and where it belongs.
    const content = page.getByRole("main");
    await expect(content.getByText("No environments", { exact: true })).toBeVisible();
    await expect(content.getByText("was found in the 4 lanes that were read")).toBeVisible();
    await expect(content.getByText("elasticbeanstalk:DescribeEnvironments")).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
});

test("a lane that fails, one that is slow, and an environment that goes: each says so beside what is well", async ({
  page,
  faults,
}) => {
  await onFleet(40, page, async ({ aws, url, regions }) => {
    const other = aws.ready.accounts[1]?.id ?? "";
    const [region = "", calmRegion = ""] = regions;
    await page.goto(`${url}/environments`);
    const rows = page.getByRole("rowheader");
    await expect(rows.first()).toBeVisible();

    // One lane is asked for again, by keyboard, and AWS does not answer there.
    await aws.strike({ fault: "unavailable", accountId: other, region, operation: "DescribeEnvironments" });
    const open = page.getByRole("button", { name: /^Lanes/ });
    await open.focus();
    await page.keyboard.press("Enter");
    const again = page.getByRole("button", { name: `Refresh ${other} in ${region}` });
    await again.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Cannot be read ServiceUnavailable")).toBeVisible({ timeout: 30_000 });
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const banner = page.getByText("1 lane cannot be read", { exact: true }).locator("visible=true").last();
    await expect(banner).toBeVisible();
    await expect(page.getByText("The request has failed due to a temporary failure of the server.")).toBeVisible();
    await expect(page.getByText(/environments? shown as (it|they) (was|were) then/)).toBeVisible();
    // What was read before stays, with its age; the other lanes' rows bear no such mark.
    await page.goto(`${url}/environments?account=${other}&region=${region}`);
    await expect(rows.first()).toContainText("Read ");
    await page.goto(`${url}/environments?region=${calmRegion}`);
    await expect(rows.first()).not.toContainText("Read ");
    await aws.calm();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(banner).toBeHidden({ timeout: 30_000 });

    // An account is asked for again; one of its lanes is throttled, and says how far it is.
    await aws.strike({ fault: "throttle-storm", accountId: other, region, service: "elasticbeanstalk" });
    await open.click();
    await page.getByRole("button", { name: `Refresh ${other}`, exact: true }).click();
    await expect(page.getByText("Reading environments").first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("1 of 4 calls", { exact: true }).first()).toBeVisible();
    await expect(page.getByText("AWS is throttling").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("progressbar")).toBeVisible();
    await expect(page.getByText("Reading AWS: 1 of 4 calls")).toBeVisible();
    await aws.calm();
    await expect(page.getByRole("progressbar")).toBeHidden({ timeout: 60_000 });

    // An environment is terminated while somebody looks at it.
    const going = (await aws.environments()).find(({ status }) => status === "Terminating");
    if (going === undefined) throw new Error("The fleet has no such environment");
    await page.goto(`${url}/environments/${going.accountId}/${going.region}/${going.id}`);
    await expect(page.getByRole("heading", { name: going.name, level: 1 })).toBeVisible();
    await aws.completeAll();
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    await expect(page.getByRole("heading", { name: `${going.name} is gone`, level: 1 })).toBeVisible({
      timeout: 30_000,
    });
    expect(await axe(page)).toEqual([]);
    await page.getByRole("link", { name: "All environments" }).click();
    await expect(page).toHaveURL(`${url}/environments`);
    await page.goto(`${url}/environments?q=${going.id}`);
    await expect(page.getByRole("main").getByText("No environments match")).toBeVisible();
  });
  // The browser logs that the environment's own address answers 404 from then on.
  faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes("404")));
});
