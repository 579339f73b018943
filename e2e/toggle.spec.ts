import { changeable, deploy, readOption, setFate, updateElsewhere } from "./aws.ts";
import { expect, test } from "./fixtures.ts";

test("disable IMDSv1 for one environment, see it proven, and undo it", async ({
  page,
  signIn,
  environments,
  instances,
  rollout,
}) => {
  const target = (await changeable(1)).find(
    ({ disableImdsV1, region }) => disableImdsV1 === null && region !== "ap-northeast-1",
  );
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("operator");
  await environments.openScanned();
  await environments.search(target.name);
  await environments.follow(target.name);
  await instances.open(target);

  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeDisabled();
  const dialog = await instances.ask(true);
  await expect(dialog).toContainText("IMDSv2 only");
  await expect(dialog).toContainText(
    target.instances.length === 1 ? "1 instance" : `${target.instances.length} instances`,
  );
  await instances.confirm();
  await instances.expectEnd("Proven");
  await expect(page.getByText("The deployed setting reads back as true")).toBeVisible();
  expect(await readOption(target)).toBe("true");
  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeChecked();

  // A reload in between shows the same: everything is in the database.
  await page.reload();
  await instances.expectEnd("Proven");

  await instances.undo();
  const undo = page.getByRole("alertdialog");
  await undo.getByRole("button", { name: /prepare/i }).click();
  await instances.confirm();
  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).not.toBeChecked({ timeout: 60_000 });
  await instances.expectEnd("Proven");
  expect(await readOption(target)).toBe("false");
  await page.goto("/rollouts");
  await expect(rollout.page.getByRole("row").filter({ hasText: "Undo" }).first()).toBeVisible();
});

test("a failure is told in AWS's own words, and what was not changed", async ({
  page,
  signIn,
  environments,
  instances,
}) => {
  const target = (await changeable(0)).at(0);
  if (target === undefined) throw new Error("The fleet has no such environment");
  await setFate(target.id, "rolls-back");
  await signIn.as("admin");
  await environments.openScanned();
  await instances.open(target);
  await instances.ask(true);
  await instances.confirm();
  await instances.expectEnd("Failed");
  await expect(
    page.getByText("The environment was reverted to the previous configuration setting.").first(),
  ).toBeVisible();
  await expect(page.getByText(/Unable to satisfy 100% MinSuccessfulInstancesPercent/).first()).toBeVisible();
  expect(await readOption(target)).not.toBe("true");
  await setFate(target.id, "succeeds");
});

test("an environment that is busy by now is not touched, and the panel says so", async ({
  page,
  signIn,
  environments,
  instances,
}) => {
  const target = (await changeable(0)).at(1);
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("operator");
  await environments.openScanned();
  await instances.open(target);
  await deploy(target.id, 60);
  await instances.apply(true);
  await expect(
    page.getByText("The environment is Updating. It takes changes only when it is Ready.").first(),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirm and apply" })).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeVisible();
});

test("what another client changes shows after the next refresh", async ({ page, signIn, environments, instances }) => {
  const target = (await changeable(0)).at(2);
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("viewer");
  await environments.openScanned();
  await instances.open(target);
  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).not.toBeChecked();
  await updateElsewhere(target, {
    namespace: "aws:autoscaling:launchconfiguration",
    name: "DisableIMDSv1",
    value: "true",
  });
  await expect.poll(() => readOption(target), { timeout: 30_000 }).toBe("true");
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeChecked();
});
