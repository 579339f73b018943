import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The settings: accounts one line each, missing permissions, policies. */
export class SettingsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/settings${query}`);
    await expect(this.page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  }

  /** The accounts' section. */
  get accounts(): Locator {
    return this.page.getByRole("region", { name: /^Accounts and Regions/ });
  }

  /** One account, folded or not. */
  account(name: string): Locator {
    return this.accounts.getByRole("listitem").filter({ has: this.page.locator("summary", { hasText: name }) });
  }

  async unfold(name: string): Promise<Locator> {
    const account = this.account(name);
    await account.locator("summary").first().click();
    await expect(account.getByText("Last looked up")).toBeVisible();
    return account;
  }

  get permissions(): Locator {
    return this.page.getByRole("region", { name: /^Missing permissions/ });
  }
}
