import {
  axe,
  bringToBake,
  expect,
  replaceElsewhere,
  settingsOf,
  startWaved,
  takeChangeable,
  test,
} from "./rollout-fixtures.ts";

for (const language of ["en", "ja"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("what somebody changes with the AWS CLI in the middle is skipped as drifted, and the report says what it was and is", async ({
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
      const [canary, changed, last] = all;
      if (canary === undefined || changed === undefined || last === undefined) throw new Error("Three were taken");
      await startWaved({ environments, rollout, controls }, all);
      await bringToBake({ controls, fleet }, canary.name);

      const { was, is } = await replaceElsewhere(fleet, changed);
      await controls.press(controls.button(t("waves.steer.end-bake")));
      await controls.expectTarget(changed.name, "skipped");
      const drifted = t("rollouts.skip.drifted", {
        what: t("rollouts.changedWhat.replacement"),
        was: t(`rollouts.replacementKind.${was}`),
        is: t(`rollouts.replacementKind.${is}`),
      });
      await controls.openDetails(changed.name);
      await expect(controls.main.getByText(drifted).first()).toBeVisible();
      expect(await axe(page)).toEqual([]);

      // The others go on as planned; the one that was changed can be planned anew.
      await controls.expectTarget(last.name, "updating");
      await fleet.aws.completeAll();
      await controls.expectStatus("finished");
      await expect(controls.main.getByText(drifted).first()).toBeVisible();
      await expect(controls.button(t("rollouts.report.retry", { count: 1 }))).toBeVisible();
      expect((await settingsOf(fleet, all)).map(({ option }) => option)).toEqual(["true", null, "true"]);
      // All that was sent there is what the AWS CLI sent.
      const sent = (await fleet.aws.journal()).filter(({ input }) => input?.EnvironmentId === changed.id);
      expect(sent).toHaveLength(1);
      expect(await axe(page)).toEqual([]);
    });
  });
}
