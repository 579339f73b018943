import type { Page } from "@playwright/test";

const ROLES = { admin: "Administrator", author: "Rollout author", operator: "Operator", viewer: "Viewer" } as const;

/** The demo's sign-in: one button for each role. */
export class SignInPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async as(role: keyof typeof ROLES): Promise<void> {
    await this.page.goto("/sign-in");
    await this.page.getByRole("button", { name: `Sign in as ${ROLES[role]}` }).click();
    await this.page.waitForURL(/\/overview/);
  }
}
