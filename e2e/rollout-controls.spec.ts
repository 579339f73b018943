import { DescribeEnvironmentsCommand } from "@aws-sdk/client-elastic-beanstalk";
import { clientOf } from "./aws.ts";
import type { OwnFleet } from "./own-fleet.ts";
import { axe, bringToBake, expect, settingsOf, startWaved, takeChangeable, test } from "./rollout-fixtures.ts";
import type { WorldEnvironment } from "./running/shapes.ts";

/** Whether AWS says that what it does there can be aborted. */
async function isAbortable({ aws, url }: OwnFleet, { id, ...place }: WorldEnvironment): Promise<boolean> {
  const answer = await clientOf(place, { url, aws: aws.ready }).send(
    new DescribeEnvironmentsCommand({ EnvironmentIds: [id] }),
  );
  return answer.Environments?.[0]?.AbortableOperationInProgress === true;
}

for (const language of ["en", "ja"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("a canary bakes, is paused, and its bake is ended; the wave pauses past its tolerance, says why, and goes on", async ({
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
      const [canary, bad, last] = all;
      if (canary === undefined || bad === undefined || last === undefined) throw new Error("Three were taken");
      await fleet.aws.setFate(bad.id, "rolls-back");
      await startWaved({ environments, rollout, controls }, all);

      // The canary is changed and proven, and bakes; nothing else starts.
      await bringToBake({ controls, fleet }, canary.name);
      const ofCanary = controls.wave(t("waves.wave.canary"));
      const ofOthers = controls.wave(t("waves.wave.wave", { number: 2 }));
      await expect(ofOthers).toContainText(t("waves.wave.state.waiting"));
      expect(await settingsOf(fleet, [canary])).toEqual([{ option: "true", isRequired: true }]);
      await controls.press(controls.button(t("waves.steer.pause")));
      await expect(controls.main.getByText(t("waves.paused.person", { name: "demo author" }))).toBeVisible();
      expect(await axe(page)).toEqual([]);
      await controls.press(controls.button(t("waves.steer.end-bake")));
      await expect(ofCanary).toContainText(t("waves.wave.endedBy", { name: "demo author" }));
      // Paused is paused: a wave that may start does not.
      await controls.expectTarget(bad.name, "pending");
      await controls.press(controls.button(t("waves.steer.resume")));

      // The next one fails, and none is tolerated.
      await controls.expectTarget(bad.name, "updating");
      await fleet.aws.completeAll();
      const breach = controls.main.getByRole("alert").filter({ hasText: t("waves.paused.tolerance") });
      await expect(breach).toBeVisible({ timeout: 30_000 });
      await expect(breach).toContainText(
        t("waves.paused.lane", { failures: 1, tolerated: 0, accountId: bad.accountId, region: bad.region }),
      );
      await expect(breach).toContainText(t("waves.paused.failed", { names: bad.name }));
      // AWS's words stay AWS's, in whatever language.
      await controls.openDetails(bad.name);
      for (const words of [
        "The environment was reverted to the previous configuration setting.",
        /Unable to satisfy 100% MinSuccessfulInstancesPercent/,
      ])
        await expect(controls.shown(words)).toBeVisible();
      await controls.expectTarget(last.name, "pending");
      await expect(controls.button(t("waves.steer.resume"))).toHaveCount(0);
      expect(await axe(page)).toEqual([]);
      await controls.press(controls.button(t("waves.steer.resumeAfterFailures")));
      await controls.expectTarget(last.name, "updating");
      await fleet.aws.completeAll();
      await expect(controls.main.getByText(t("rollouts.finishedWithFailures"), { exact: true }).first()).toBeVisible({
        timeout: 30_000,
      });
      expect((await settingsOf(fleet, all)).map(({ option }) => option)).toEqual(["true", null, "true"]);
      expect(await axe(page)).toEqual([]);
    });

    test("one is left out; a stop aborts what AWS lets be aborted, the rest ends, and each says how", async ({
      page,
      signIn,
      environments,
      rollout,
      controls,
      fleet,
    }) => {
      const { t } = controls;
      await signIn.as("author");
      const all = (await takeChangeable({ page, fleet }, 4)).toSorted((one, other) => (one.name < other.name ? -1 : 1));
      const [first, second, leftOut, waiting] = all;
      if (first === undefined || second === undefined || leftOut === undefined || waiting === undefined)
        throw new Error("Four were taken");
      await environments.open();
      await environments.selectByPaste(all.map(({ id }) => id));
      await environments.planDisable();
      await rollout.choosePolicy("None: all at once, goes on after failures");
      await page.getByRole("spinbutton", { name: "At a time in one account and region" }).fill("2");
      await rollout.start(all.length);
      await controls.speak();

      for (const { name } of [first, second]) await controls.expectTarget(name, "updating");
      await controls.openDetails(leftOut.name);
      await controls.press(controls.button(t("waves.steer.skip")));
      await controls.expectTarget(leftOut.name, "skipped");
      await expect(controls.main.getByText(t("rollouts.skip.by-person")).first()).toBeVisible();

      // One of the two comes to where AWS takes no abort any more.
      const abortable = async () => Promise.all([first, second].map((one) => isAbortable(fleet, one)));
      let could = await abortable();
      while (could.every(Boolean)) {
        await fleet.aws.completeNext();
        could = await abortable();
      }
      expect(could.filter(Boolean)).toHaveLength(1);
      const [aborted, carriedOn] = could[0] === true ? [first, second] : [second, first];
      await controls.stop({ abort: true });
      await expect(controls.main.getByText(t("waves.steer.abortRequested"))).toBeVisible();
      expect(await axe(page)).toEqual([]);
      const statusOf = async ({ id }: WorldEnvironment) =>
        (await fleet.aws.environments()).find((state) => state.id === id)?.status;
      await expect.poll(() => statusOf(aborted), { timeout: 30_000 }).toBe("Aborting");
      expect(await statusOf(carriedOn)).toBe("Updating");
      await fleet.aws.completeAll();

      await controls.expectStatus("stopped");
      await controls.expectTarget(aborted.name, "failed");
      await controls.expectTarget(carriedOn.name, "succeeded");
      await controls.expectTarget(waiting.name, "skipped");
      await controls.openDetails(aborted.name);
      await expect(controls.shown(t("rollouts.fail.aborted"))).toBeVisible();
      await controls.openDetails(waiting.name);
      await expect(controls.main.getByText(t("rollouts.skip.stopped")).first()).toBeVisible();
      expect(await axe(page)).toEqual([]);
      expect(await settingsOf(fleet, [aborted, carriedOn, leftOut, waiting])).toEqual([
        { option: null, isRequired: false },
        { option: "true", isRequired: true },
        { option: null, isRequired: false },
        { option: null, isRequired: false },
      ]);
    });
  });
}
