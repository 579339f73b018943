import { changeable, environmentStates } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { WizardPage } from "./pages/wizard.ts";
import type { Language } from "./pages/wizard.ts";
import { stack } from "./stack.ts";

const LANGUAGES: readonly (readonly [Language, string, "light" | "dark"])[] = [
  ["en", "en-GB", "light"],
  ["ja", "ja-JP", "dark"],
];
const FAST = 3;
const CUSTOM = 4;

/** What one flow plans is none of the other's: it may wait in its rollout still. */
const taken = new Set<string>();

/** Two environments with names that nothing else has. */
async function two() {
  const fleet = await environmentStates();
  const usable = (await Promise.all([0, 1, 2].map(changeable)))
    .flat()
    .filter(
      ({ id, name, region, launches }) =>
        !taken.has(id) &&
        region !== stack().aws.regions.at(-1) &&
        launches === "launch-template" &&
        fleet.filter((other) => other.name === name).length === 1,
    );
  const chosen = usable.slice(-2);
  for (const { id } of chosen) taken.add(id);
  return chosen;
}

for (const [language, locale, colorScheme] of LANGUAGES) {
  test.describe(`${language}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme, extraHTTPHeaders: { "accept-language": locale } });

    test("all steps to a rollout by keyboard alone, forth, back and after a reload", async ({ page }) => {
      const wizard = new WizardPage(page, language);
      const { words } = wizard;
      const expectClean = async (number: 1 | 2 | 3 | 4, what: string) => {
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 800 });
          if (width === 320) await expect(page.getByText(words.position(number))).toBeVisible();
          expect.soft(await axe(page), `${what} at ${width} px`).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect.soft(overflow, `${what} at ${width} px: sideways overflow`).toBeLessThanOrEqual(0);
        }
        await page.setViewportSize({ width: 1280, height: 800 });
      };
      await page.goto("/sign-in");
      await wizard.press(page.getByRole("button").filter({ hasText: /Administrator|管理者/ }), "Enter");
      await page.waitForURL(/\/overview/);
      const targets = await two();
      expect(targets).toHaveLength(2);
      for (const { id } of targets) {
        await expect
          .poll(async () => (await (await page.request.get(`/api/environments?q=${id}`)).json()).matched, {
            timeout: 60_000,
          })
          .toBe(1);
      }

      await wizard.open();
      await expectClean(1, "selecting by filter");
      await wizard.paste([...targets.map(({ name }) => name), "nobody-knows-me"]);
      await expect(page.getByRole("region", { name: words.notFound })).toContainText("nobody-knows-me");
      await expectClean(1, "selecting by paste");
      await wizard.next();
      await page.waitForURL(/\?step=plan$/);
      await wizard.expectAt(2);
      for (const { name } of targets) await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
      await expectClean(2, "the plan");

      // What was pasted is still there.
      await page.goBack();
      await expect(page.getByRole("region", { name: words.notFound })).toContainText("nobody-knows-me");
      await wizard.expectAt(1);
      await page.goForward();
      await wizard.expectAt(2);
      await wizard.next();
      await wizard.expectAt(3);
      await page.goBack();
      await wizard.expectAt(2);
      await page.goForward();
      await wizard.expectAt(3);

      // A number that is out of range says so, and Enter leads nowhere.
      await wizard.choosePolicy(CUSTOM);
      const cap = page.getByRole("textbox", { name: words.cap });
      await wizard.type(cap, "99");
      await expect(page.getByText(words.outOfRange)).toBeVisible();
      await page.keyboard.press("Enter");
      await expect(page.getByText(words.incomplete)).toBeVisible();
      await expect(page).toHaveURL(/\?step=policy$/);
      await expectClean(3, "a policy out of range");
      await wizard.type(cap, "2");
      await wizard.press(page.getByRole("combobox", { name: words.regions, exact: true }), "End");
      const order = page.getByRole("textbox", { name: words.regionOrder });
      await wizard.type(order, "ireland");
      await expect(page.getByText(words.noRegion)).toBeVisible();
      const [first] = targets;
      await wizard.type(order, first?.region ?? "");
      await expect(
        page
          .getByRole("listitem")
          .filter({ hasText: `${first?.region}` })
          .first(),
      ).toBeVisible();

      // Kept under a name, it is chosen by that, and it is what that says wherever it is told.
      const own = `${language} ${Date.now()}`;
      await wizard.namePolicy("saveAs", own);
      await expect(wizard.chosenPolicy).toHaveText(own);
      await expectClean(3, "a saved policy");
      await wizard.next();
      await wizard.expectAt(4);
      await expect(page.getByText(own, { exact: true })).toBeVisible();

      // Pinned on leaving its step, however it is left.
      await wizard.press(page.getByRole("link", { name: words.editPolicy }), "Enter");
      await wizard.expectAt(3);
      await page.reload();
      await expect(wizard.chosenPolicy).toHaveText(own);
      await wizard.namePolicy("rename", `${own} B`);
      await expect(wizard.chosenPolicy).toHaveText(`${own} B`);
      await wizard.deletePolicy();
      await expect(wizard.policy).toHaveValue("custom");
      await wizard.choosePolicy(FAST);
      await wizard.press(wizard.start("later"), "Space");
      await expectClean(3, "the policy");
      await wizard.next();
      await wizard.expectAt(4);
      await page.goBack();
      await wizard.expectAt(3);
      await page.reload();
      await expect(wizard.policy).toHaveValue("fast");
      await expect(page).toHaveURL(/\?step=policy$/);
      await expect(wizard.start("later")).toBeChecked();

      await wizard.press(wizard.start("now"), "Space");
      await wizard.next();
      await wizard.expectAt(4);
      await wizard.press(page.getByText(words.code), "Enter");
      for (const { id } of targets) {
        const command = page.getByText(`--environment-id ${id} --option-settings`);
        await expect(command).toContainText("OptionName=DisableIMDSv1,Value=true --region");
      }
      await expectClean(4, "the review");
      await wizard.accept();
      const decided = await wizard.decisions();
      await page.reload();
      await expect(wizard.heading(4)).toBeVisible();
      await expect.poll(() => wizard.decisions()).toEqual(decided);
      // Under another policy it is another plan, for which nothing was accepted.
      const accepts = decided.length > 1;
      await page.goBack();
      await wizard.choosePolicy(FAST - 1);
      await wizard.next();
      await wizard.expectAt(4);
      await expect(page.getByText(words.moved)).toHaveCount(accepts ? 1 : 0);
      expect((await wizard.decisions()).some((one) => one === true)).toBe(false);
      await page.reload();
      await expect(wizard.heading(4)).toBeVisible();
      expect((await wizard.decisions()).some((one) => one === true)).toBe(false);
      await wizard.accept();
      const typed = page.getByRole("textbox", { name: words.confirm });
      await wizard.type(typed, "3");
      await expect(page.getByRole("button", { name: words.start })).toBeDisabled();
      await wizard.type(typed, "2");
      await page.keyboard.press("Enter");
      await expect(page.getByText(words.left).first()).toBeVisible({ timeout: 60_000 });
      await expect(page).not.toHaveURL(/step=/);
      await wizard.press(page.getByText(words.goesBy), "Enter");
      await expect(page.getByText(/25 %, 100 %/)).toBeVisible();
    });
  });
}

test("the first step says what is too much, what is nothing, and is not offered to who may not", async ({
  page,
  signIn,
}) => {
  await signIn.as("author");
  await page.goto("/rollouts/new?by=selection&change=remove");
  await expect(page.getByRole("radio", { name: "Remove the override" })).toBeChecked();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("Choose at least one environment.")).toBeVisible();
  // The list's own filter, in the list's own words.
  await page.goto("/rollouts/new?q=nothing-is-called-so");
  await expect(page.getByText("No environment matches")).toBeVisible();
  await page.goto("/rollouts/new?by=paste");
  await page
    .getByRole("textbox", { name: "Names, IDs or ARNs" })
    .fill(Array.from({ length: 1_001 }, (_, number) => `name-${number}`).join("\n"));
  await expect(page.getByText("1001 entries; at most 1000 at once.")).toBeVisible();
});

test("a viewer is told who may plan a rollout", async ({ page, signIn }) => {
  await signIn.as("viewer");
  await page.goto("/rollouts");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Create rollout" })).toHaveCount(0);
  await page.goto("/rollouts/new");
  await expect(page.getByText(/It takes Rollout author/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Next", exact: true })).toHaveCount(0);
});
