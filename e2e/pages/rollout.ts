import { expect } from "@playwright/test";
import type { Download, Page } from "@playwright/test";

const STEPS = ["Plan", "Policy", "Review and start"] as const;

/** One rollout: the steps of a draft, its progress, its report. */
export class RolloutPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  private step(name: (typeof STEPS)[number]) {
    return this.page.getByRole("heading", { name, level: 2, exact: true });
  }

  /** Goes to a step of a draft: on through those between, or back by its link. One environment's own change has no steps. */
  async goTo(name: (typeof STEPS)[number]): Promise<void> {
    const steps = this.page.getByRole("navigation", { name: "Steps" });
    const start = this.page.getByRole("button", { name: /^(Start|Schedule) rollout$/ });
    await steps.or(start).first().waitFor();
    if (!(await steps.isVisible())) return;
    const here = (await steps.locator("[aria-current=step]:visible").innerText()).trim();
    const from = STEPS.findIndex((step) => here.endsWith(step));
    const to = STEPS.indexOf(name);
    if (to < from) await steps.getByRole("link", { name }).click();
    for (const next of STEPS.slice(from + 1, to + 1)) {
      await this.page.getByRole("button", { name: "Next", exact: true }).click();
      await this.step(next).waitFor();
    }
    await this.step(name).waitFor();
  }

  /** Accepts what a draft asks for: downtime, too little evidence, and, with a reason, IMDSv1 in use. */
  async accept(): Promise<void> {
    await this.goTo("Review and start");
    const override = this.page.getByRole("radio", { name: "Disable it there all the same" });
    if (await override.isVisible()) {
      await override.check();
      await this.page.getByRole("textbox", { name: "Reason" }).fill("Agreed with the owners");
    }
    const reason = this.page.getByRole("textbox", { name: /IMDSv1 is in use there/ });
    if (await reason.isVisible()) await reason.fill("Agreed with the owners");
    for (const name of [/too little is known/i, /accept downtime/i]) {
      const box = this.page.getByRole("checkbox", { name });
      if (await box.isVisible()) await box.check();
    }
  }

  /** Goes to the last step, accepts what is asked for, types the number where a change of many asks for it, and starts. */
  async start(count: number): Promise<void> {
    await this.accept();
    const number = this.page.getByRole("textbox", { name: /to confirm/i });
    if (await number.isVisible()) await number.fill(String(count));
    await this.page.getByRole("button", { name: "Start rollout" }).click();
    await expect(this.page.getByText("Running").or(this.page.getByText("Finished")).first()).toBeVisible();
  }

  /** The waves that follow from the policy chosen, in its step. */
  get preview() {
    return this.page.getByRole("region", { name: "Waves" });
  }

  async choosePolicy(name: string): Promise<void> {
    await this.goTo("Policy");
    await this.page.getByRole("combobox", { name: "Policy" }).selectOption({ label: name });
  }

  /** Fills fields of the custom policy, by label. */
  async write(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields))
      await this.page.getByRole("textbox", { name: label }).fill(text);
  }

  /** A wave of a rollout that has started, by its name. */
  wave(name: string) {
    return this.page.getByRole("listitem").filter({ hasText: name });
  }

  async expectFinished(): Promise<void> {
    await expect(this.page.getByText(/^Finished/).first()).toBeVisible({ timeout: 100_000 });
  }

  /** Opens what AWS said of one failed environment and gives it. */
  async openFailure(name: string) {
    const failure = this.page.getByRole("group").filter({ hasText: name }).first();
    // One that is alone is open.
    if ((await failure.getAttribute("open")) === null) await failure.getByText(name).first().click();
    return failure;
  }

  /** The environments of a rollout that has started. */
  get targets() {
    return this.page.getByRole("region", { name: "Environment", exact: true });
  }

  /** Narrows them to one part of the bar, by keyboard. */
  async show(part: string): Promise<void> {
    await this.page.getByRole("radio", { name: new RegExp(`^${part}`, "u") }).focus();
    await this.page.keyboard.press("Space");
  }

  /** Takes the report away as a file, and gives it. */
  async exportAs(format: "CSV" | "JSON"): Promise<Download> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Download the report" }).click();
    await this.page.getByRole("menuitem", { name: `Download ${format}` }).click();
    return download;
  }

  row(name: string) {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }
}
