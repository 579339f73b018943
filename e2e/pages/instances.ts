import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { EnvironmentState } from "../aws.ts";

/** Environment → Configuration → Instances. */
export class InstancesPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open({ accountId, region, id }: EnvironmentState): Promise<void> {
    await this.page.goto(`/environments/${accountId}/${region}/${id}/configuration/instances`);
    await expect(this.page.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeVisible();
  }

  /** Edit, set or clear the check box, Apply. */
  async apply(disabled: boolean): Promise<void> {
    await this.page.getByRole("button", { name: "Edit", exact: true }).click();
    await this.page.getByRole("checkbox", { name: "Disable IMDSv1" }).setChecked(disabled);
    await this.page.getByRole("button", { name: "Apply", exact: true }).click();
  }

  /** Applies and gives the confirmation that follows. */
  async ask(disabled: boolean) {
    await this.apply(disabled);
    const dialog = this.page.getByRole("alertdialog").or(this.page.getByRole("dialog"));
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async confirm(): Promise<void> {
    const dialog = this.page.getByRole("alertdialog").or(this.page.getByRole("dialog"));
    const confirm = dialog.getByRole("button", { name: "Confirm and apply" });
    await expect(confirm).toBeVisible();
    const reason = dialog.getByRole("textbox", { name: /IMDSv1 is in use/ });
    if (await reason.isVisible()) await reason.fill("Agreed with the owners");
    const accept = dialog.getByRole("checkbox", { name: /does not answer/ });
    if (await accept.isVisible()) await accept.check();
    await confirm.click();
    await expect(dialog).toBeHidden();
  }

  /** Waits for the end of the latest change. */
  async expectEnd(end: "Proven" | "Failed"): Promise<void> {
    const latest = this.page.getByRole("region", { name: "Latest change" });
    await expect(latest.getByText(end, { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  }

  async undo(): Promise<void> {
    await this.page.getByRole("button", { name: "Undo…" }).click();
  }
}
