import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** The accepted risks, and the dialog that accepts one wherever it is opened. */
export class ExceptionsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/exceptions${query}`);
    await expect(this.page.getByRole("heading", { level: 1, name: /^(Exceptions|例外)$/ })).toBeVisible();
  }

  dialog() {
    return this.page.getByRole("dialog");
  }

  /** Says who answers for the risk and why, and accepts it for as long as is offered. */
  async accept(owner: string, reason: string): Promise<void> {
    const dialog = this.dialog();
    await dialog.getByRole("textbox", { name: "Owner" }).fill(owner);
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Accept risk", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  row(owner: string) {
    return this.page.getByRole("row").filter({ hasText: owner });
  }

  async end(owner: string): Promise<void> {
    await this.row(owner)
      .getByRole("button", { name: /^End the exception/ })
      .click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: "End exception" }).click();
    await expect(this.page.getByRole("alertdialog")).toBeHidden();
  }
}
