import type { Page } from "@playwright/test";
import { z } from "zod";
import { changeable, manageUpdates } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";

const Rows = z.object({
  matched: z.number(),
  rows: z.array(
    z.object({
      name: z.string(),
      accountId: z.string(),
      region: z.string(),
      environmentId: z.string(),
    }),
  ),
});
const Carriers = z.object({ carriers: z.record(z.string(), z.array(z.number())) });
const Tagged = z.object({ environment: z.object({ tags: z.object({ uneven: Carriers.nullable() }) }) });
const rowsOf = async (page: Page, query: string) =>
  Rows.parse(await (await page.request.get(`/api/environments?${query}`)).json());

test("environments are found by their tags, and the address holds which", async ({ page, signIn, environments }) => {
  await signIn.as("viewer");
  await environments.openScanned();
  await page.getByRole("button", { name: "Tags" }).click();
  const tags = page.getByRole("dialog", { name: "Tags" });
  await expect(tags.getByRole("button", { name: /^Team/ })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await tags.getByRole("button", { name: /^Team/ }).click();
  await tags.getByRole("checkbox", { name: "payments" }).check();
  await expect(page).toHaveURL(/tag=Team%3Apayments/);
  await tags.getByRole("checkbox", { name: "identity" }).check();
  await expect(page).toHaveURL(/tag=Team%3Apayments&tag=Team%3Aidentity/);
  expect(await axe(page)).toEqual([]);
  await tags.getByRole("button", { name: "All tags" }).click();
  await tags.getByRole("button", { name: /^Stage/ }).click();
  await tags.getByRole("checkbox", { name: "Any value of Stage" }).check();
  await expect(page).toHaveURL(/&tag=Stage(&|$)/);
  await page.keyboard.press("Escape");
  await expect(tags).toBeHidden();

  const { matched } = await rowsOf(page, "tag=Team:payments&tag=Team:identity&tag=Stage");
  expect(matched).toBeGreaterThan(0);
  await expect(page.getByText(new RegExp(`^${matched} of \\d+`)).first()).toBeVisible();
  await page.reload();
  const active = page.getByRole("list", { name: "Active filters" });
  await expect(active).toContainText("Tag Team: payments");
  await expect(active).toContainText("Tag Stage: any value");
  await page.getByRole("button", { name: "Remove filter Tag Stage: any value" }).click();
  await expect(page).not.toHaveURL(/tag=Stage/);

  const named = (await rowsOf(page, "tag=Team:payments")).rows[0];
  if (named === undefined) throw new Error("The fleet has no such environment");
  await environments.open(`?tag=Team:payments&q=${named.environmentId}`);
  await environments.follow(named.name);
  const facts = page.getByRole("region", { name: "Environment details" }).or(page.locator("main"));
  await expect(facts.first()).toContainText("From its running instances");
  expect(await axe(page)).toEqual([]);
  await page.getByRole("link", { name: "Team: payments" }).click();
  await expect(page).toHaveURL(/\/environments\?tag=Team%3Apayments$/);

  // What not all instances carry says how many do.
  const { rows } = await rowsOf(page, "tag=Team:platform");
  const addresses = rows.map((row) => `/environments/${row.accountId}/${row.region}/${row.environmentId}`);
  const answers = await Promise.all(
    addresses.map(async (address) => Tagged.parse(await (await page.request.get(`/api${address}`)).json())),
  );
  const uneven = answers.findIndex(({ environment }) => (environment.tags.uneven?.carriers["Team"]?.length ?? 0) > 1);
  await page.goto(addresses[uneven] ?? "");
  await expect(page.getByRole("link", { name: /^Team: platform \(on 1 of [2-9]\d* instances\)$/ })).toBeVisible();
  expect(await axe(page)).toEqual([]);
});

test("a managed update that may begin soon is warned of, wherever a change is decided", async ({
  page,
  signIn,
  environments,
  instances,
}) => {
  await signIn.as("author");
  await environments.openScanned();
  const target = (await changeable(0)).at(-1);
  if (target === undefined) throw new Error("The fleet has no such environment");
  // In half an hour: neither this flow nor the window is over before the other.
  const opens = new Date(Date.now() + 30 * 60_000);
  const [day = ""] = opens.toUTCString().split(",");
  await manageUpdates(target, `${day}:${opens.toISOString().slice(11, 16)}`);

  const path = `/environments/${target.accountId}/${target.region}/${target.id}`;
  const warning = /The managed-update window opens soon \(.*UTC\)/;
  const kinds = async () => {
    const answer = await page.request.get(`/api${path}`);
    return JSON.stringify(await answer.json());
  };
  await expect.poll(kinds, { timeout: 60_000 }).toContain('"managed-window"');
  await expect.poll(kinds, { timeout: 60_000 }).toContain('"status":"Ready"');

  await page.goto(path);
  const verdict = page.getByRole("region", { name: "Is it safe to disable IMDSv1?" });
  await expect(verdict).toContainText(warning);
  expect(await axe(page)).toEqual([]);
  await verdict.getByRole("link", { name: "Reasons and next steps" }).click();
  await page.waitForURL(/configuration\/instances/);
  await expect(verdict).toContainText(warning);
  await expect(verdict).toContainText("Let the window and a managed update pass");
  const dialog = await instances.ask(true);
  await expect(dialog).toContainText(warning);
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();

  await environments.open();
  await environments.selectByPaste([target.id]);
  await environments.planDisable();
  await expect(
    page
      .locator("div")
      .filter({ has: page.getByText("Managed update due", { exact: true }) })
      .last(),
  ).toContainText("1");
  await page
    .getByRole("button", { name: /^Discard/ })
    .first()
    .click();
});
