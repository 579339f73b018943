import { changeable, environmentStates, setFate } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

test("a canary, then a wave: it bakes until somebody ends that, pauses past its tolerance and says why, and goes on", async ({
  page,
  signIn,
  environments,
  rollout,
}) => {
  const broken = stack().aws.regions.at(-1);
  const fit = (await changeable(1)).filter(
    ({ region, launches }) => region !== broken && launches === "launch-template",
  );
  // One lane, so that one environment follows the other.
  const lanes = [...Map.groupBy(fit, ({ region }) => region).values()];
  const lane = lanes.toSorted((one, other) => other.length - one.length)[0] ?? [];
  const [canary, bad, last, ...others] = lane.toSorted((one, other) => (one.id < other.id ? -1 : 1)).slice(0, 3);
  if (canary === undefined || bad === undefined || last === undefined || others.length > 0)
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
  await rollout.fill({
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
  const names = [bad, last].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const [first] = names;
  await expect(page.getByText(`1 failed in ${bad.accountId}, ${bad.region}; none is tolerated there.`)).toBeVisible();
  await expect(page.getByText(`Failed: ${bad.name}`)).toBeVisible();
  if (first?.id === bad.id) {
    await expect(rollout.row(last.name)).toContainText("Pending");
    await page.getByRole("button", { name: "Accept the failures and resume" }).click();
  }
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
