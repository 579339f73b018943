import { readFile } from "node:fs/promises";
import type { Download } from "@playwright/test";
import { z } from "zod";
import { changeable, environmentStates, setFate } from "./aws.ts";
import type { EnvironmentState } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

const Listed = z.object({ rows: z.array(z.object({ environmentId: z.string() })) });
const Report = z.object({
  rollout_status: z.string(),
  timeline: z.array(z.looseObject({ kind: z.string() })),
  targets: z.array(
    z.looseObject({
      environment_id: z.string(),
      status: z.string(),
      aws_message: z.string().nullable(),
      update_request_ids: z.array(z.string()),
    }),
  ),
  target_count: z.int(),
});

async function textOf(download: Download): Promise<string> {
  expect(await download.failure()).toBeNull();
  return readFile(await download.path(), "utf8");
}

test("of a rollout of many the failed one comes first; it is narrowed by the address, scrolled to its end, and taken away whole", async ({
  page,
  signIn,
  environments,
  rollout,
}) => {
  await signIn.as("author");
  await environments.openScanned();
  const listed = Listed.parse(await (await page.request.get("/api/environments?limit=500")).json());
  const known = new Set(listed.rows.map(({ environmentId }) => environmentId));
  const { regions, accounts } = stack().aws;
  const fleet = (await Promise.all(accounts.map((_, index) => changeable(index)))).flat();
  const isReadable = ({ id, region }: EnvironmentState) => known.has(id) && region !== regions.at(-1);
  const changing = fleet
    .filter((environment) => isReadable(environment) && environment.launches === "launch-template")
    .map((environment) => ({
      ...environment,
      place: `${environment.accountId} ${environment.region} ${environment.id}`,
    }))
    .toSorted((one, other) => (one.place < other.place ? -1 : 1));
  // The rest is there to be many: as wanted already, or without the option, so that nothing is done to it.
  const others = (await environmentStates()).filter(
    (environment) =>
      isReadable(environment) &&
      (environment.platformDefault === null || (environment.disableImdsV1 ?? environment.platformDefault) === "true"),
  );
  // The first of all is the canary, and stops the others.
  const [bad] = changing;
  const last = changing.at(-1);
  if (bad === undefined || last === undefined) throw new Error("The fleet has no such environment");
  await setFate(bad.id, "rolls-back");

  const all = [...changing, ...others];
  // More than one request brings.
  expect(all.length).toBeGreaterThan(100);
  await environments.selectByPaste(all.map(({ id }) => id));
  await environments.planDisable();
  await rollout.choosePolicy("Careful");
  await rollout.choosePolicy("Custom");
  await rollout.write({
    Shares: "100",
    "Bake after the canary, minutes": "600",
    "Bake after each wave, minutes": "0",
    "At a time in all": "",
    "Failures tolerated in a lane": "0",
  });
  await rollout.start(changing.length);
  await expect(page.getByText("Paused: the canary failed")).toBeVisible({ timeout: 100_000 });

  // What failed stands before all others, with AWS's words, in the panel and in the list.
  const failures = page.getByRole("region", { name: /^Failures/ });
  await expect(failures).toContainText(bad.name);
  await expect(rollout.targets.getByRole("row").nth(1)).toContainText(bad.name);
  await rollout.show("failed");
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByText(`(1/${all.length})`)).toBeVisible();
  await page.reload();
  await expect(page.getByText(`(1/${all.length})`)).toBeVisible();
  await page.getByRole("button", { name: `Details of ${bad.name}` }).press("Enter");
  await expect(rollout.targets.getByText("Request ID of the update")).toBeVisible();
  await expect(rollout.targets.getByText(/Failed to deploy configuration/).first()).toBeVisible();
  expect(await axe(page)).toEqual([]);

  // By words; and the end of the list is fetched when it comes into sight.
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await page.getByRole("textbox", { name: "Find by name, ID, account or Region" }).fill(last.id);
  await expect(page.getByText(`(1/${all.length})`)).toBeVisible();
  await expect(rollout.row(last.name)).toContainText("Pending");
  await page.keyboard.press("Escape");
  await expect(page.getByText(`(${all.length}/${all.length})`)).toBeVisible();
  await rollout.targets.evaluate((frame) => frame.scrollTo({ top: frame.scrollHeight }));
  await expect(rollout.targets.locator(`[aria-rowindex="${all.length + 1}"]`)).toBeVisible();

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop rollout" }).click();
  await expect(page.getByText("The rollout was stopped.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("region", { name: "Timeline", exact: true })).toContainText("Stop requested");
  expect(await axe(page)).toEqual([]);

  const csv = await textOf(await rollout.exportAs("CSV"));
  expect(csv.trimEnd().split("\r\n")).toHaveLength(all.length + 1);
  expect(csv).toContain(bad.id);
  const report = Report.parse(JSON.parse(await textOf(await rollout.exportAs("JSON"))));
  expect(report).toMatchObject({ rollout_status: "stopped", target_count: all.length });
  const line = report.targets.find(({ environment_id: id }) => id === bad.id);
  expect(line).toMatchObject({ status: "failed" });
  expect(line?.aws_message).toContain("Failed to deploy configuration");
  expect(line?.update_request_ids).toHaveLength(1);
  expect(report.timeline.map(({ kind }) => kind)).toContain("paused");

  // What has not changed is not sent again.
  const path = `/api${new URL(page.url()).pathname}`;
  const first = await page.request.get(path);
  const again = await page.request.get(path, { headers: { "if-none-match": first.headers()["etag"] ?? "" } });
  expect([first.status(), again.status(), (await again.body()).length]).toEqual([200, 304, 0]);
  expect(
    (await environmentStates()).filter(({ id, disableImdsV1 }) => id === last.id && disableImdsV1 === "true"),
  ).toEqual([]);
  await setFate(bad.id, "succeeds");
});

test("the list of rollouts is narrowed by status, and says when there is none", async ({ page, signIn }) => {
  await signIn.as("viewer");
  await page.goto("/rollouts?status=scheduled");
  await expect(page.getByText("No rollout has this status")).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page).toHaveURL(/\/rollouts$/);
  await expect(page.getByRole("navigation", { name: "Show" }).getByRole("link", { name: /^All/ })).toBeVisible();
});
