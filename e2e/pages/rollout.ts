import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** One rollout: its review, its progress, its report. */
export class RolloutPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Accepts downtime, types the number and starts. */
  async start(count: number): Promise<void> {
    const accept = this.page.getByRole("checkbox", { name: /accept downtime/i });
    if (await accept.isVisible()) await accept.check();
    await this.page.getByRole("textbox", { name: /to confirm/i }).fill(String(count));
    await this.page.getByRole("button", { name: "Start rollout" }).click();
    await expect(this.page.getByText("Running").or(this.page.getByText("Finished")).first()).toBeVisible();
  }

  async expectFinished(): Promise<void> {
    await expect(this.page.getByText(/^Finished/).first()).toBeVisible({ timeout: 100_000 });
  }

  /** Opens what AWS said of one failed environment and gives it. */
  async openFailure(name: string) {
    const failure = this.page.getByRole("group").filter({ hasText: name }).first();
    await failure.getByText(name).first().click();
    return failure;
  }

  row(name: string) {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }
}
