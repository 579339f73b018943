import { WindowsPage } from "./pages/windows.ts";
import { axe, bringToBake, expect, settingsOf, startWaved, takeChangeable, test } from "./rollout-fixtures.ts";

const HOUR = 3_600_000;

/** An instant so far away, in ms, as a form field has it in UTC. */
const utc = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/:00$/u, "");

for (const language of ["en", "ja"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("a window that closes holds the next wave and shows the next opening; when it opens, the wave goes on", async ({
      page,
      signIn,
      environments,
      rollout,
      controls,
      fleet,
    }) => {
      const { t } = controls;
      await signIn.as("admin");
      const all = await takeChangeable({ page, fleet }, 2);
      const [canary, held] = all;
      if (canary === undefined || held === undefined) throw new Error("Two were taken");
      const windows = new WindowsPage(page, language);
      const freeze = `Freeze (${language})`;
      await startWaved({ environments, rollout, controls }, all);
      await bringToBake({ controls, fleet }, canary.name);
      const address = page.url();

      // It closes while the canary bakes.
      const opening = Date.now() + 30 * HOUR;
      await windows.open();
      await windows.openDialog();
      await windows.writeFreeze(freeze, utc(Date.now() - HOUR), utc(opening));
      await windows.save();
      await expect(windows.row(freeze)).toBeVisible();
      await page.goto(address);
      await controls.press(controls.button(t("waves.steer.end-bake")));
      await expect(controls.wave(t("waves.wave.canary"))).toContainText(
        t("waves.wave.endedBy", { name: "demo admin" }),
      );
      await expect(controls.main.getByText(t("windows.closed.waiting", { count: 1 }))).toBeVisible();
      const closure = controls.main
        .getByRole("listitem")
        .filter({ hasText: t("windows.closed.denied", { windows: freeze }) });
      await expect(closure.getByRole("time").first()).toHaveAttribute(
        "datetime",
        new Date(Math.floor(opening / 1_000) * 1_000).toISOString(),
      );
      await controls.expectTarget(held.name, "pending");
      expect(await axe(page)).toEqual([]);

      // It is to end in a few seconds, and then the wave goes on by itself.
      await windows.open();
      await windows.openEdit(freeze);
      await windows.writeEnd(utc(Date.now() + 5_000));
      await windows.save();
      await expect(windows.dialog()).toBeHidden();
      await page.goto(address);
      await controls.expectTarget(held.name, "updating");
      await fleet.aws.completeAll();
      await controls.expectStatus("finished");
      expect((await settingsOf(fleet, all)).every(({ isRequired }) => isRequired)).toBe(true);
    });

    test("the halt of every rollout stops a wave from starting, whatever is pressed, until it is lifted", async ({
      page,
      signIn,
      environments,
      rollout,
      controls,
      fleet,
    }) => {
      const { t } = controls;
      await signIn.as("admin");
      const all = await takeChangeable({ page, fleet }, 2);
      const [canary, halted] = all;
      if (canary === undefined || halted === undefined) throw new Error("Two were taken");
      await startWaved({ environments, rollout, controls }, all);
      await bringToBake({ controls, fleet }, canary.name);
      const address = page.url();

      await page.goto("/rollouts");
      await controls.press(controls.button(t("waves.halt.button")));
      await controls.reach(controls.dialog.getByRole("textbox", { name: t("waves.halt.reason") }));
      await page.keyboard.type("A drill");
      await controls.answer(t("waves.halt.confirm"));
      const banner = page.getByRole("complementary", { name: t("waves.halt.on") });
      await expect(banner).toContainText(t("waves.halt.by", { name: "demo admin", reason: "A drill" }));

      await page.goto(address);
      await expect(controls.main.getByText(t("waves.paused.halt", { name: "demo admin" }))).toBeVisible();
      await controls.press(controls.button(t("waves.steer.end-bake")));
      await expect(controls.wave(t("waves.wave.canary"))).toContainText(
        t("waves.wave.endedBy", { name: "demo admin" }),
      );
      await controls.press(controls.button(t("waves.steer.resume")));
      await expect(controls.main.getByText(t("errors.halted.title"))).toBeVisible();
      await controls.expectTarget(halted.name, "pending");
      expect(await axe(page)).toEqual([]);

      await controls.press(banner.getByRole("button", { name: t("waves.halt.lift") }));
      await expect(banner).toBeHidden();
      // What was halted goes on when somebody says so, not before.
      await controls.expectTarget(halted.name, "pending");
      await controls.press(controls.button(t("waves.steer.resume")));
      await controls.expectTarget(halted.name, "updating");
      await fleet.aws.completeAll();
      await controls.expectStatus("finished");
      expect((await settingsOf(fleet, all)).every(({ isRequired }) => isRequired)).toBe(true);
    });
  });
}
