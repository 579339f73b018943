import { changeable, deploy, environmentStates, setFate } from "./aws.ts";
import { expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

test("disable IMDSv1 for many environments in several regions and accounts; each failure is shown as what it is", async ({
  page,
  signIn,
  environments,
  rollout,
}) => {
  const broken = stack().aws.regions.at(-1);
  const second = (await changeable(1)).filter(({ region }) => region !== broken);
  const [bad, busy, ...good] = [...(await changeable(0)).slice(0, 40), ...second]
    .toSorted((a, b) => a.id.localeCompare(b.id))
    .slice(0, 36);
  const forbidden = (await changeable(2)).find(({ launches }) => launches === "launch-configuration");
  if (bad === undefined || busy === undefined || forbidden === undefined)
    throw new Error("The fleet has too few such environments");
  expect(good.length).toBeGreaterThanOrEqual(30);
  expect(new Set(good.map(({ region }) => region)).size).toBeGreaterThanOrEqual(3);
  expect(new Set(good.map(({ accountId }) => accountId)).size).toBe(2);
  await setFate(bad.id, "rolls-back");
  const all = [bad, busy, forbidden, ...good];

  await signIn.as("author");
  await environments.openScanned();
  await environments.selectByPaste(all.map(({ id }) => id));
  await environments.planDisable();
  await expect(page.getByRole("main").getByText(`${all.length} environments will change in 3 accounts`)).toBeVisible();
  // After the review, somebody deploys to one of them.
  await deploy(busy.id, 120);
  await rollout.start(all.length);
  await rollout.expectFinished();

  await expect(rollout.row(bad.name).first()).toContainText(/Failed/);
  await expect(rollout.row(busy.name).first()).toContainText("The environment is Updating");
  await expect(
    page
      .getByText(/is not authorized to perform: ec2:CreateLaunchTemplate/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  const failure = await rollout.openFailure(bad.name);
  await expect(
    failure.getByText("The environment was reverted to the previous configuration setting.").first(),
  ).toBeVisible();

  const after = new Map((await environmentStates()).map((state) => [state.id, state]));
  for (const { id } of good) {
    const state = after.get(id);
    expect(state).toMatchObject({ status: "Ready", disableImdsV1: "true" });
    expect(state?.instances.every(({ httpTokens }) => httpTokens === "required")).toBe(true);
  }
  for (const { id } of [bad, busy, forbidden]) expect(after.get(id)?.disableImdsV1).not.toBe("true");

  // What failed can be planned again, and it is only what failed.
  await setFate(bad.id, "succeeds");
  await page.getByRole("button", { name: /^Try again what was not changed/ }).click();
  await expect(page.getByText("Draft").first()).toBeVisible();
  await expect(rollout.row(bad.name).first()).toBeVisible();
  await expect(page.getByText(good[0]?.name ?? "").first()).toBeHidden();
});
