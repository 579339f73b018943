import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The first screen. */
export class OverviewPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/overview${query}`);
    await expect(this.page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  }

  /** One of the big numbers, by its name. */
  number(name: string): Locator {
    return this.page.getByRole("list", { name: "The posture now" }).getByRole("link", { name });
  }

  /** The open alert of that kind about an environment or lane. */
  alert(kind: string, where: string): Locator {
    return this.page
      .getByRole("region", { name: "Open alerts" })
      .getByRole("listitem")
      .filter({ hasText: kind })
      .filter({ hasText: where });
  }
}
