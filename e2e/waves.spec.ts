import { changeable, environmentStates, setFate } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

test("a canary, then a wave: it bakes until somebody ends that, pauses past its tolerance and says why, and goes on", async ({
  page,
  signIn,
  environments,
  rollout,
}) => {
  const { regions, accounts } = stack().aws;
  const fleet = (await Promise.all(accounts.map((_, index) => changeable(index)))).flat();
  // One lane, so that one environment follows the other; a launch template, so that no permission is missing.
  const lanes = Map.groupBy(
    fleet.filter(({ region, launches }) => region !== regions.at(-1) && launches === "launch-template"),
    ({ accountId, region }) => `${accountId} ${region}`,
  );
  const lane = [...lanes.values()].toSorted((one, other) => other.length - one.length)[0] ?? [];
  const [canary, ...wave] = lane.toSorted((one, other) => (one.id < other.id ? -1 : 1)).slice(0, 3);
  // In a wave they go by name: something must be left to hold back when the first one fails.
  const [bad, last] = wave.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  if (canary === undefined || bad === undefined || last === undefined)
    throw new Error("The fleet has too few such environments");
  const all = [canary, bad, last];
  await setFate(bad.id, "rolls-back");

  await signIn.as("author");
  await environments.openScanned();
  await environments.selectByPaste(all.map(({ id }) => id));
  await environments.planDisable();
  await rollout.choosePolicy("Careful");
  await expect(rollout.preview).toContainText("Canary");
  await rollout.choosePolicy("Custom");
  await rollout.write({
    Shares: "100",
    "Bake after the canary, minutes": "600",
    "Bake after each wave, minutes": "0",
    "At a time in all": "",
    "Failures tolerated in a lane": "0",
  });
  await expect(rollout.preview.getByRole("listitem")).toHaveText([/Canary.*600 minutes/, /Wave 2/]);
  expect(await axe(page)).toEqual([]);
  await rollout.start(all.length);

  // The canary is changed and proven, and bakes; nothing else starts.
  await expect(rollout.wave("Canary")).toContainText("Baking", { timeout: 100_000 });
  await expect(rollout.wave("Wave 2")).toContainText("Waiting");
  expect((await environmentStates()).find(({ id }) => id === canary.id)?.disableImdsV1).toBe("true");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText(/^Paused by /)).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole("button", { name: "End the bake now" }).click();
  await expect(rollout.wave("Canary")).toContainText("Bake ended by");
  // Paused is paused: a wave that may start does not.
  await expect(rollout.row(bad.name)).toContainText("Pending");
  await page.getByRole("button", { name: "Resume", exact: true }).click();

  // The next one fails, and none is tolerated.
  await expect(page.getByText("Paused: more failures than tolerated")).toBeVisible({ timeout: 100_000 });
  await expect(page.getByText(`1 failed in ${bad.accountId}, ${bad.region}; none is tolerated there.`)).toBeVisible();
  await expect(page.getByText(`Failed: ${bad.name}`)).toBeVisible();
  await expect(rollout.row(last.name)).toContainText("Pending");
  await page.getByRole("button", { name: "Accept the failures and resume" }).click();
  await rollout.expectFinished();
  const after = new Map((await environmentStates()).map((state) => [state.id, state]));
  expect(all.map(({ id }) => after.get(id)?.disableImdsV1 === "true")).toEqual([true, false, true]);
});

test("one switch halts every rollout until it is lifted", async ({ page, signIn }) => {
  await signIn.as("admin");
  await page.goto("/rollouts");
  await page.getByRole("button", { name: "Halt every rollout" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("A drill");
  await dialog.getByRole("button", { name: "Halt", exact: true }).click();
  const banner = page.getByRole("complementary", { name: "Every rollout is halted" });
  await expect(banner).toContainText("A drill");
  expect(await axe(page)).toEqual([]);
  await page.goto("/environments");
  await expect(banner).toBeVisible();
  await banner.getByRole("button", { name: "Lift the halt" }).click();
  await expect(banner).toBeHidden();
});
