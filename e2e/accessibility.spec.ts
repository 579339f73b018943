import type { Page } from "@playwright/test";
import { changeable } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

const WORDS = {
  en: { locale: "en-GB", heading: "Environments" },
  ja: { locale: "ja-JP", heading: "環境" },
} as const;

async function expectClean(page: Page, what: string): Promise<void> {
  expect.soft(await axe(page), what).toEqual([]);
  // No text a person reads is a hole in the words.
  expect
    .soft(await page.locator("body").innerText(), what)
    .not.toMatch(/undefined|\[object|NaN|environments\.\w+\.|instances\.\w+\.|rollouts\.\w+\./);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${what}: sideways overflow`).toBeLessThanOrEqual(0);
}

for (const [language, { locale, heading }] of Object.entries(WORDS)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme, extraHTTPHeaders: { "accept-language": locale } });

      test("axe finds nothing on any screen", async ({ page, environments }) => {
        await page.goto("/sign-in");
        await expectClean(page, "sign-in");
        await page
          .getByRole("button")
          .filter({ hasText: /Administrator|管理者/ })
          .click();
        await page.waitForURL(/\/overview/);
        await page.goto("/environments");
        await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
        await expect(page.getByRole("link", { name: /-(prod|dev|stg|qa|honban|kensho)/ }).first()).toBeVisible();
        await expectClean(page, "environments");
        await page.setViewportSize({ width: 320, height: 700 });
        await expectClean(page, "environments at 320 px");
        await page.getByRole("button", { name: /^(Export|エクスポート)$/ }).click();
        await expect(page.getByRole("menuitem", { name: /^CSV/ })).toBeVisible();
        await expectClean(page, "the export menu at 320 px");
        await page.keyboard.press("Escape");
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto("/environments?q=nothing-is-called-so");
        await expect(page.getByText(/0 (of|\/)|一致|match/).first()).toBeVisible();
        await expectClean(page, "environments, nothing matches");

        const { aws } = stack();
        const target = (await changeable(3)).find(({ accountId }) => accountId === aws.accounts[3]?.id);
        if (target === undefined) throw new Error("The fleet has no such environment");
        const path = `/environments/${target.accountId}/${target.region}/${target.id}`;
        await page.goto(path);
        await expect(page.getByRole("heading", { name: target.name, level: 1 })).toBeVisible();
        await expectClean(page, "overview");
        await page.goto(`${path}/configuration/instances`);
        const box = page.getByRole("checkbox", { name: /IMDSv1/ }).first();
        await expect(box).toBeVisible();
        for (const summary of await page.locator("summary").all()) await summary.click();
        await expectClean(page, "instances panel, everything open");
        await page.setViewportSize({ width: 320, height: 700 });
        await expectClean(page, "instances panel at 320 px");
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.getByRole("button", { name: /^(Edit|編集)$/ }).click();
        await box.check();
        await page.getByRole("button", { name: /^(Apply|適用)$/ }).click();
        const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
        await expect(dialog).toBeVisible();
        await expectClean(page, "confirmation");
        await dialog.getByRole("button", { name: /^(Cancel|キャンセル)$/ }).click();
        await expect(dialog).toBeHidden();
        await page.goto("/environments?configured=v1-and-v2");
        await page.getByRole("checkbox").nth(1).check();
        await page.getByRole("checkbox").nth(2).check();
        await expectClean(page, "a selection");
        await page
          .getByRole("button", { name: /IMDSv1/ })
          .last()
          .click();
        await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}/);
        await expect(page.getByRole("table")).toBeVisible();
        await expectClean(page, "the review of a rollout");
        await page.goto(`${path}/changes`);
        await expectClean(page, "changes");

        await environments.page.goto("/rollouts");
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectClean(page, "rollouts");
        for (const screen of ["exceptions", "activity", "activity/changes", "overview", "settings"]) {
          await page.goto(`/${screen}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expectClean(page, screen);
          await page.setViewportSize({ width: 320, height: 700 });
          await expectClean(page, `${screen} at 320 px`);
          await page.setViewportSize({ width: 1280, height: 800 });
        }
      });
    });
  }
}

test("the whole way to a change works by keyboard alone", async ({ page, signIn, environments, instances }) => {
  const target = (await changeable(1)).find(({ region }) => region !== stack().aws.regions.at(-1));
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("operator");
  await environments.openScanned();
  await instances.open(target);
  const press = async (name: string | RegExp, key: string) => {
    await page
      .getByRole(key === "Space" ? "checkbox" : "button", { name, exact: typeof name === "string" })
      .first()
      .focus();
    await page.keyboard.press(key);
  };
  await press("Edit", "Enter");
  await press("Disable IMDSv1", "Space");
  await press("Apply", "Enter");
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog).toBeVisible();
  // The dialog holds the focus, and Escape leaves it without a change.
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeFocused();
});

test("a dialog gives the focus back to what opened it, whatever that was", async ({ page, signIn, environments }) => {
  await signIn.as("admin");
  await environments.openScanned();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  const paste = page.getByRole("button", { name: /select by paste/i });
  await paste.focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(paste).toBeFocused();
  // By its keys the palette is opened from anywhere.
  await page.keyboard.press("Control+k");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(paste).toBeFocused();
  // A box that is not a dialog, with content that comes when it is open.
  const tags = page.getByRole("button", { name: "Tags" });
  await tags.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Tags" }).getByRole("button").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tags).toBeFocused();
  // From an item of a menu it goes to the menu's button.
  const account = page.getByRole("button", { name: /^Account of/ });
  await account.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(account).toBeFocused();
});

test("no row covers another when the window becomes narrow, and wide again", async ({ page, signIn, environments }) => {
  await signIn.as("viewer");
  await environments.openScanned();
  const rows = page.getByRole("rowgroup").last().getByRole("row");
  const covered = () =>
    rows.evaluateAll((all) => {
      const boxes = all.map((row) => row.getBoundingClientRect()).toSorted((one, other) => one.top - other.top);
      return boxes.filter((box, index) => box.bottom > (boxes[index + 1]?.top ?? Infinity) + 1).length;
    });
  for (const scrolled of [0, 3_000]) {
    for (const width of [1280, 320, 800, 320, 2000, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((top) => window.scrollTo(0, top), scrolled);
      await expect(rows.getByRole("link").first()).toBeVisible();
      await expect.poll(covered, { message: `${width} px, ${scrolled} px down` }).toBe(0);
    }
  }
});
