import { scriptBytesOf } from "./bench/list-screen.ts";
import { expect, test } from "./fixtures.ts";

/** Of these about 136,000 are Next's and React's. What is needed only once something is opened is fetched then. May only shrink. */
const MOST_BYTES = 212_500;

test("the list loads no more script than it was given", async ({ page, signIn, environments }) => {
  await signIn.as("author");
  await environments.openScanned();
  expect(await scriptBytesOf(page)).toBeLessThanOrEqual(MOST_BYTES);
});

test("menus and popovers are fetched for the keyboard as for the mouse, and give the focus back", async ({
  page,
  signIn,
  environments,
}) => {
  await signIn.as("author");
  await environments.openScanned();

  const theme = page.getByRole("button", { name: /^Theme/ });
  await theme.focus();
  await page.keyboard.press("ArrowDown");
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  await expect(menu).toHaveAccessibleName(/^Theme/);
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitemradio").and(page.locator(":focus"))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(theme).toBeFocused();

  const filters = page.getByRole("button", { name: /^Filters/ });
  await filters.focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("dialog", { name: "Filters" });
  await expect(box).toBeVisible();
  await expect(filters).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(box).toBeHidden();
  await expect(filters).toBeFocused();

  // A second press closes what the first opened.
  await filters.click();
  await expect(box).toBeVisible();
  await filters.click();
  await expect(box).toBeHidden();
});
