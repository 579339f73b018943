import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { EnvironmentsPage } from "./pages/environments.ts";
import { InstancesPage } from "./pages/instances.ts";
import { OverviewPage } from "./pages/overview.ts";
import { RolloutPage } from "./pages/rollout.ts";
import { SettingsPage } from "./pages/settings.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { stack } from "./stack.ts";

export type Screens = {
  signIn: SignInPage;
  environments: EnvironmentsPage;
  instances: InstancesPage;
  overview: OverviewPage;
  rollout: RolloutPage;
  settings: SettingsPage;
};

/** Every flow is English and light unless it says otherwise; a page that throws or logs an error fails it. */
export const test = base.extend<Screens & { faults: string[] }>({
  // Playwright asks for the pattern even where nothing is taken from it.
  // oxlint-disable-next-line no-empty-pattern -- see above
  baseURL: async ({}, use) => use(stack().url),
  locale: "en-GB",
  colorScheme: "light",
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  signIn: async ({ page }, use) => use(new SignInPage(page)),
  environments: async ({ page }, use) => use(new EnvironmentsPage(page)),
  instances: async ({ page }, use) => use(new InstancesPage(page)),
  overview: async ({ page }, use) => use(new OverviewPage(page)),
  rollout: async ({ page }, use) => use(new RolloutPage(page)),
  settings: async ({ page }, use) => use(new SettingsPage(page)),
});

/** What axe finds on the page as it is; each line names the rule and the elements. */
export async function axe(page: Page): Promise<string[]> {
  // What is half under the sticky header would be taken for too small a target.
  await page.evaluate(() => window.scrollTo(0, 0));
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
}

export { expect };
