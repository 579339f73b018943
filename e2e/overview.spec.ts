import { createHmac } from "node:crypto";
import { z } from "zod";
import { environmentStates, updateElsewhere } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import type { Message } from "./receiver.ts";
import { received, WEBHOOK_KEY } from "./receiver.ts";
import { stack } from "./stack.ts";

const Told = z.object({
  type: z.string(),
  data: z.looseObject({ kind: z.string().optional(), environmentId: z.string().nullable().optional() }),
});

function isSigned({ headers, body }: Message): boolean {
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return headers["webhook-signature"] === `v1,${createHmac("sha256", WEBHOOK_KEY).update(text).digest("base64")}`;
}

const OPTION = { namespace: "aws:autoscaling:launchconfiguration", name: "DisableIMDSv1" };

test("the overview leads to what it counts", async ({ page, signIn, environments, overview }) => {
  await signIn.as("viewer");
  await environments.openScanned();
  await page.goto("/");
  await expect(page).toHaveURL(/\/overview$/);
  const allowing = overview.number("Allow IMDSv1");
  await expect(allowing).toContainText("% of all");
  await expect(overview.number("Unreadable lanes")).toContainText(/of \d+ lanes/);
  await allowing.click();
  await expect(page).toHaveURL(/effective=v1-and-v2&effective=mixed/);
  await overview.open();
  await page.getByRole("navigation", { name: "Look back" }).getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/days=7/);
  const account = stack().aws.accounts[1]?.id ?? "";
  await page
    .getByRole("region", { name: "By account", exact: true })
    .getByRole("row")
    .filter({ hasText: account })
    .getByRole("link", { name: /IMDSv2 only/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`account=${account}`));
  // A lane that AWS refuses is an alert, when it lasts.
  await overview.open();
  await expect(overview.alert("Lane cannot be read", stack().aws.regions.at(-1) ?? "").first()).toBeVisible({
    timeout: 90_000,
  });
  expect(await axe(page)).toEqual([]);
});

test("an environment switched back outside is an alert on screen and at the webhook, and a change by nobody of us", async ({
  page,
  signIn,
  environments,
  overview,
  instances,
}) => {
  const { aws } = stack();
  const target = (await environmentStates()).findLast(
    ({ accountId, region, status, fate, disableImdsV1, instances: all }) =>
      (accountId === aws.accounts[0]?.id || accountId === aws.accounts[1]?.id) &&
      region !== aws.regions.at(-1) &&
      status === "Ready" &&
      fate === "succeeds" &&
      disableImdsV1 === "true" &&
      all.length > 0 &&
      all.every(({ httpTokens }) => httpTokens === "required"),
  );
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("admin");
  await environments.openScanned();
  // Other flows may have changed it before.
  const ofRollouts = page.getByRole("row").filter({ hasText: target.name });
  await page.goto("/activity/changes?cause=rollout&what=configured");
  await expect(page.getByRole("navigation", { name: "By whom" })).toBeVisible();
  const before = await ofRollouts.count();
  await updateElsewhere(target, { ...OPTION, value: "false" });
  await overview.open();
  const alert = overview.alert("Switched back to IMDSv1 outside", target.name);
  await expect(alert).toBeVisible({ timeout: 90_000 });
  await expect(alert).toContainText("Configured: IMDSv1 and IMDSv2");
  const row = page.getByRole("row").filter({ hasText: target.name }).first();
  await expect(row).toContainText("Outside");

  const told = async (type: string) =>
    (await received()).filter(({ body }) => {
      const message = Told.parse(JSON.parse(body));
      return message.type === type && message.data.kind === "switched-back" && message.data.environmentId === target.id;
    });
  await expect.poll(async () => (await told("alert.opened")).length, { timeout: 30_000 }).toBe(1);
  expect((await received()).every(isSigned)).toBe(true);

  await page.goto("/activity/changes?cause=outside&what=configured");
  await expect(page.getByRole("row").filter({ hasText: target.name }).first()).toContainText("IMDSv2 only");
  expect(await axe(page)).toEqual([]);
  await page.getByRole("navigation", { name: "By whom" }).getByRole("link", { name: "Rollouts from here" }).click();
  await expect(page).toHaveURL(/cause=rollout&what=configured/);
  await expect(ofRollouts).toHaveCount(before);

  // Put right from here, it is ours in its history, and the alert is over.
  await instances.open(target);
  await instances.apply(true);
  // It waits for its turn behind the scans.
  await expect(page.getByRole("alertdialog").or(page.getByRole("dialog"))).toBeVisible({ timeout: 90_000 });
  await instances.confirm();
  await instances.expectEnd("Proven");
  await page.goto(`/environments/${target.accountId}/${target.region}/${target.id}/changes`);
  const history = page.getByRole("region", { name: "History" });
  // One, or two where a scan read the instances before the update and the setting after it.
  await expect(history.getByRole("row").filter({ hasText: "Outside" }).first()).toBeVisible();
  await expect(
    history
      .getByRole("row")
      .filter({ hasText: "Configured" })
      .filter({ hasText: /Rollout by/ }),
  ).toHaveCount(before + 1, { timeout: 60_000 });
  await overview.open();
  await expect(alert).toBeHidden({ timeout: 60_000 });
  await expect.poll(async () => (await told("alert.closed")).length, { timeout: 30_000 }).toBe(1);
  expect(await told("alert.opened")).toHaveLength(1);
});

test("an administrator tries the webhook, which is audited; nobody else may", async ({ page, signIn }) => {
  await signIn.as("viewer");
  await page.goto("/settings");
  const panel = page.getByRole("region", { name: "Webhook", exact: true });
  await expect(panel).toContainText("http://127.0.0.1");
  await expect(panel.getByRole("button", { name: "Send a test" })).toHaveCount(0);
  await page.context().clearCookies();
  await signIn.as("admin");
  await page.goto("/settings");
  await panel.getByRole("button", { name: "Send a test" }).click();
  await panel.getByText("The last deliveries").click();
  await expect(panel.getByRole("row").filter({ hasText: "webhook.test" }).first()).toContainText("Delivered", {
    timeout: 30_000,
  });
  expect(await axe(page)).toEqual([]);
  await page.goto("/activity");
  await expect(page.getByRole("row").filter({ hasText: "Sent a test to the webhook" }).first()).toBeVisible();
});
