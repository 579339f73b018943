import type { Page } from "@playwright/test";
import { axe, bringToBake, expect, settingsOf, startWaved, takeChangeable, test } from "./rollout-fixtures.ts";

/** From now on what is asked for on a page waits; gives what lets it go on. */
async function holdWrites(page: Page, pathname: string): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route(
    (url) => url.pathname === pathname,
    async (route) => {
      if (route.request().method() === "POST") await held.promise;
      await route.continue();
    },
  );
  return held.resolve;
}

for (const language of ["en", "ja"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("a wave is rolled back, then all: each time a reviewed rollout of its own, within the same limits", async ({
      page,
      signIn,
      environments,
      rollout,
      controls,
      fleet,
    }) => {
      const { t } = controls;
      await signIn.as("author");
      const all = await takeChangeable({ page, fleet }, 3);
      const [canary, ...wave] = all;
      if (canary === undefined) throw new Error("Three were taken");
      // AWS does not tell whether a value was set: the earlier one, which is the default, is written.
      const earlier = { option: "false", isRequired: false };
      const endBake = () => controls.press(controls.button(t("waves.steer.end-bake")));
      await startWaved({ environments, rollout, controls }, all, {
        "At a time in one account and region": "2",
        "Failures tolerated in a lane": "1",
      });
      await bringToBake({ controls, fleet }, canary.name);
      await endBake();
      for (const { name } of wave) await controls.expectTarget(name, "updating");
      await fleet.aws.completeAll();
      await controls.expectStatus("finished");
      expect((await settingsOf(fleet, all)).every(({ isRequired }) => isRequired)).toBe(true);
      const address = page.url();

      /** Starts the draft of a way back, of so many, and gives the flow its language again. */
      const start = async (count: number) => {
        await expect(controls.main.getByText(t("rollouts.kind.undo"), { exact: true }).first()).toBeVisible();
        await controls.speak("en");
        await rollout.start(count);
        await controls.speak();
      };
      await controls.planUndo(t("waves.wave.wave", { number: 2 }));
      await start(wave.length);
      const [first, second] = wave.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      if (first === undefined || second === undefined) throw new Error("The wave has two");
      await bringToBake({ controls, fleet }, first.name);
      await controls.expectTarget(second.name, "pending");
      expect(await axe(page)).toEqual([]);
      await endBake();
      await controls.expectTarget(second.name, "updating");
      await fleet.aws.completeAll();
      await controls.expectStatus("finished");
      expect(await settingsOf(fleet, wave)).toEqual(wave.map(() => earlier));
      expect((await settingsOf(fleet, [canary]))[0]?.option).toBe("true");

      // All of it: what was rolled back already is left alone.
      await page.goto(address);
      await controls.planUndo();
      await start(1);
      await bringToBake({ controls, fleet }, canary.name);
      for (const { name } of wave) await controls.expectTarget(name, "skipped");
      await endBake();
      await controls.expectStatus("finished");
      expect(await settingsOf(fleet, all)).toEqual(all.map(() => earlier));
      expect(await axe(page)).toEqual([]);
    });
  });
}

test("what its bake shows to have failed is rolled back alone, from where it is listed", async ({
  page,
  signIn,
  environments,
  rollout,
  controls,
  fleet,
}) => {
  const { t } = controls;
  await signIn.as("author");
  const [canary, other, ...more] = await takeChangeable({ page, fleet }, 2);
  if (canary === undefined || other === undefined || more.length > 0) throw new Error("Two were taken");
  await fleet.aws.setHealth(canary.id, "Green");
  await startWaved({ environments, rollout, controls }, [canary, other], { "Bake after the canary, minutes": "1" });
  await bringToBake({ controls, fleet }, canary.name);
  await fleet.aws.setHealth(canary.id, "Red");

  // Its setting is as wanted and proven; what it does to the application is not.
  const breach = controls.main.getByRole("alert").filter({ hasText: t("waves.paused.canary") });
  await expect(breach).toBeVisible({ timeout: 150_000 });
  await controls.expectTarget(canary.name, "succeeded");
  await controls.expectTarget(other.name, "pending");
  expect(await axe(page)).toEqual([]);
  const address = page.url();

  // While the answer is on its way nothing can be cancelled; whoever goes elsewhere meanwhile stays there.
  const { pathname } = new URL(address);
  await page.goto("/rollouts");
  await page.locator(`a[href="${pathname}"]`).first().click();
  await controls.press(controls.button(t("progress.failures.rollBack")));
  const release = await holdWrites(page, pathname);
  const prepare = controls.dialog.getByRole("button", { name: t("rollouts.undo.prepare"), exact: true });
  const cancel = controls.dialog.getByRole("button", { name: t("rollouts.undo.cancel"), exact: true });
  await controls.press(prepare);
  await expect(prepare).toHaveAttribute("aria-busy", "true");
  await expect(cancel).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await controls.press(cancel);
  await expect(controls.dialog).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.goBack();
  await expect(page).toHaveURL(/\/rollouts$/u);
  await expect(controls.dialog).toBeHidden();
  const drafts = controls.main.getByText(t("rollouts.status.draft"), { exact: true });
  const before = await drafts.count();
  release();
  await expect(drafts).toHaveCount(before + 1);
  await expect(page).toHaveURL(/\/rollouts$/u);

  await page.goto(address);
  await controls.press(controls.button(t("progress.failures.rollBack")));
  await controls.answer(t("rollouts.undo.prepare"));
  await expect(page).not.toHaveURL(address);
  await expect(page.getByRole("link", { name: other.name, exact: true })).toHaveCount(0);
  await rollout.start(1);
  await controls.expectTarget(canary.name, "updating");
  const wayBack = page.url();
  await fleet.aws.completeAll();
  await controls.expectStatus("finished");
  expect(await settingsOf(fleet, [canary, other])).toEqual([
    { option: "false", isRequired: false },
    { option: null, isRequired: false },
  ]);
  expect(await axe(page)).toEqual([]);

  // What waited behind it still does.
  await page.goto(address);
  await controls.expectTarget(other.name, "pending");
  const undo = t("rollouts.report.followUp.undo", {
    id: (new URL(wayBack).pathname.split("/").at(-1) ?? "").slice(0, 8),
  });
  await expect(controls.main.getByRole("link", { name: undo })).toBeVisible();
  await controls.stop({ abort: false });
  await controls.expectStatus("stopped");

  // Who chose which policy, and what way back was asked for, can be read afterwards.
  await page.goto("/activity");
  const entry = (action: "policy-chosen" | "rollout-planned", rolloutAddress: string) =>
    page.getByRole("row").filter({
      hasText: t(`activity.actions.${action}`),
      has: page.locator(`a[href="${new URL(rolloutAddress).pathname}"]`),
    });
  const chosen = entry("policy-chosen", address).first();
  await expect(chosen).toContainText("demo author");
  await expect(chosen).toContainText(/Before.*"name": "none".*"planHash".*After.*"name": "custom".*"planHash"/s);
  const planned = entry("rollout-planned", wayBack);
  for (const words of ['"kind": "undo"', '"how": "write-earlier-value"', '"kind": "failed"', '"targets": 1'])
    await expect(planned).toContainText(words);
  await expect(planned).toContainText(`"basedOn": "${new URL(address).pathname.split("/").at(-1)}"`);
});
