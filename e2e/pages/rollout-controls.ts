import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { createTranslator } from "use-intl/core";
import { en } from "../../lib/i18n/en.ts";
import { ja } from "../../lib/i18n/ja.ts";
import type { Locale } from "../../lib/i18n/locale.ts";
import type { TargetStatus } from "../../lib/rollouts/target.ts";
import { LOCALE_COOKIE } from "../../lib/i18n/locale.ts";

const MESSAGES = { en, ja };
/** More controls than any screen of a small rollout has. */
const MOST_STEPS = 250;

/** A rollout that is under way or over, in either language, steered by keyboard alone. */
export class RolloutControls {
  readonly page: Page;
  /** The product's own words. */
  readonly t;
  readonly #language: Locale;
  constructor(page: Page, language: Locale) {
    this.page = page;
    this.#language = language;
    this.t = createTranslator({ locale: language, messages: MESSAGES[language] });
  }

  get main(): Locator {
    return this.page.getByRole("main");
  }

  /** The question that is being asked. */
  get dialog(): Locator {
    return this.page.getByRole("alertdialog");
  }

  /** From now on the product speaks the flow's language, or another. */
  async speak(language = this.#language): Promise<void> {
    const { origin } = new URL(this.page.url());
    await this.page.context().addCookies([{ name: LOCALE_COOKIE, value: language, url: origin }]);
    await this.page.reload();
    await expect(this.page.locator("html")).toHaveAttribute("lang", language);
  }

  button(name: string): Locator {
    return this.main.getByRole("button", { name, exact: true });
  }

  /** Moves the focus to a control, one Tab after the other. */
  async reach(control: Locator): Promise<void> {
    await expect(control).toBeVisible();
    for (let step = 0; step < MOST_STEPS; step++) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`No number of Tabs leads to ${control.toString()}`);
  }

  async press(control: Locator): Promise<void> {
    await this.reach(control);
    await this.page.keyboard.press("Enter");
  }

  /** Answers the question that is being asked with its button of that name. */
  async answer(name: string): Promise<void> {
    await this.press(this.dialog.getByRole("button", { name, exact: true }));
    await expect(this.dialog).toBeHidden();
  }

  /** Chooses the option of a native list that begins so, by the arrow keys. */
  async choose(list: Locator, beginning: string): Promise<void> {
    await this.reach(list);
    await this.page.keyboard.press("Home");
    const chosen = list.locator("option:checked");
    const options = await list.getByRole("option").count();
    for (let step = 1; step < options && (await chosen.textContent())?.startsWith(beginning) !== true; step++)
      await this.page.keyboard.press("ArrowDown");
    expect(await chosen.textContent()).toMatch(new RegExp(`^${beginning}`, "u"));
  }

  /** What is said somewhere; it may stand at other places as well, folded up. */
  shown(words: string | RegExp): Locator {
    return this.main.getByText(words).filter({ visible: true }).first();
  }

  row(name: string): Locator {
    return this.main.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  wave(name: string): Locator {
    return this.main.getByRole("listitem").filter({ hasText: name });
  }

  /** Waits until an environment of the rollout stands so. */
  async expectTarget(name: string, status: TargetStatus): Promise<void> {
    await expect(this.row(name)).toContainText(this.t(`rollouts.target.${status}`), { timeout: 30_000 });
  }

  /** Unfolds what is known of an environment. */
  async openDetails(name: string): Promise<void> {
    const details = this.main.getByRole("button", { name: this.t("rollouts.running.details", { name }) });
    await this.press(details);
    await expect(details).toHaveAttribute("aria-expanded", "true");
  }

  async stop({ abort }: { abort: boolean }): Promise<void> {
    await this.press(this.button(this.t("rollouts.running.stop")));
    if (abort) {
      const box = this.dialog.getByRole("checkbox", { name: this.t("waves.steer.abort") });
      await this.reach(box);
      await this.page.keyboard.press("Space");
      await expect(box).toBeChecked();
    }
    await this.answer(this.t("rollouts.running.stopConfirm"));
  }

  /** Plans the way back of a part of the rollout (as the list's name for it begins), or of all; the draft is shown then. */
  async planUndo(part?: string): Promise<void> {
    const address = this.page.url();
    await this.press(this.button(this.t("rollouts.report.undo")));
    if (part !== undefined)
      await this.choose(this.dialog.getByRole("combobox", { name: this.t("waves.steer.undoScope") }), part);
    await this.answer(this.t("rollouts.undo.prepare"));
    await expect(this.page).not.toHaveURL(address);
  }

  /** Waits until the rollout's own mark says so. */
  async expectStatus(status: "running" | "paused" | "finished" | "stopped"): Promise<void> {
    await expect(this.main.getByText(this.t(`rollouts.status.${status}`), { exact: true }).first()).toBeVisible({
      timeout: 30_000,
    });
  }
}
