import { changeable, environmentStates } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { forge } from "./forge.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { WindowsPage } from "./pages/windows.ts";
import { stack } from "./stack.ts";

const FREEZE = "Year-end freeze";
const HOUR = 3_600_000;

/** Environments of an account (by its place) that a change to v2-only would change, where their lane can be read. */
async function usable(account: number) {
  const unreadable = stack().aws.regions.at(-1);
  return (await changeable(account)).filter(({ region }) => region !== unreadable);
}

/** An instant so many minutes away, as the clock on the wall of a zone shows it, to the second. */
function local(minutes: number, timeZone: string): string {
  return (
    new Date(Date.now() + minutes * 60_000)
      .toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" })
      .replace(" ", "T")
      // A form field leaves out seconds that are none.
      .replace(/:00$/u, "")
  );
}

test("a window that denies holds a toggle and part of a rollout; a reason passes it; what waits goes on when it ends", async ({
  page,
  signIn,
  environments,
  instances,
  rollout,
}) => {
  const [toggled, overridden] = (await usable(1)).toReversed();
  if (toggled === undefined || overridden === undefined) throw new Error("The fleet has too few such environments");
  const windows = new WindowsPage(page);
  await signIn.as("admin");
  await environments.openScanned();

  await windows.open();
  await windows.openDialog();
  // What is wrong is said beside each field, and nothing is kept.
  const dialog = windows.dialog();
  await dialog.getByLabel("Time zone", { exact: true }).fill("+09:00");
  await windows.save();
  await expect(dialog.getByText("Give the window a name.")).toBeVisible();
  await expect(dialog.getByText(/This is no IANA time zone/)).toBeVisible();
  await windows.writeFreeze(FREEZE, local(-60, "UTC"));
  await windows.limit("Accounts", toggled.accountId);
  await windows.save();
  await expect(dialog).toBeHidden();
  await expect(windows.row(FREEZE)).toContainText("Closed");
  await expect(windows.row(FREEZE)).toContainText("no further change");
  await expect(page.getByRole("img", { name: `${FREEZE} (Deny): in force once in the coming week` })).toBeVisible();

  // A toggle may be confirmed: it waits.
  await instances.open(toggled);
  const confirmation = await instances.ask(true);
  await expect(confirmation).toContainText(`closed by ${FREEZE}`);
  await expect(confirmation).toContainText("never opens as the windows stand");
  await instances.confirm();
  const latest = page.getByRole("region", { name: "Latest change" });
  await expect(latest).toContainText("1 environment waits for a change window");
  await expect(latest).toContainText(FREEZE);

  // A rollout passes it with a reason only.
  await environments.open();
  await environments.selectByPaste([overridden.id]);
  await environments.planDisable();
  await rollout.goTo("Policy");
  await expect(page.getByRole("main").getByText("1 environment is closed by change windows now")).toBeVisible();
  await page.getByRole("checkbox", { name: "Do not wait for change windows" }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("The policy or the start is not complete")).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("The auditors are waiting.");
  await rollout.accept();
  await expect(page.getByText("Not waited for: The auditors are waiting.")).toBeVisible();
  await page.getByRole("button", { name: "Start rollout" }).click();
  await rollout.expectFinished();
  await expect(page.getByRole("main").getByText("Change windows do not hold this rollout")).toBeVisible();
  await expect(page.getByRole("main").getByText(/The auditors are waiting\./)).toBeVisible();

  const before = new Map((await environmentStates()).map((state) => [state.id, state]));
  expect(before.get(overridden.id)?.disableImdsV1).toBe("true");
  expect(before.get(toggled.id)?.disableImdsV1).not.toBe("true");

  await windows.end(FREEZE);
  await expect(page.getByRole("main").getByText(/Ended windows/)).toBeVisible();
  await instances.open(toggled);
  await instances.expectEnd("Proven");
  await page.goto("/activity");
  for (const action of ["Created a change window", "Ended a change window"])
    await expect(page.getByText(action).first()).toBeVisible();
});

test("a rollout begins at a time said in another zone, and can be cancelled before", async ({
  page,
  signIn,
  environments,
  rollout,
}) => {
  // In another account than the freeze of the flow before.
  const target = (await usable(0)).at(-3);
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("author");
  await environments.openScanned();
  await environments.selectByPaste([target.id]);
  await environments.planDisable();

  const schedule = async (minutes: number) => {
    await rollout.goTo("Policy");
    await page.getByRole("radio", { name: "At a time" }).check();
    await page.getByLabel("Time zone").fill("Asia/Tokyo");
    await page.getByLabel("Date and time").fill(local(minutes, "Asia/Tokyo"));
    await expect(page.getByText(/^Begins /)).toBeVisible();
    await rollout.accept();
    await page.getByRole("button", { name: "Schedule rollout" }).click();
    await expect(page.getByRole("region", { name: "Scheduled start" })).toContainText("(Asia/Tokyo)");
  };
  await schedule((24 * HOUR) / 60_000);
  const address = page.url();
  await page.goto("/rollouts");
  await expect(page.getByRole("row").filter({ hasText: "Scheduled" }).first()).toContainText(
    /tomorrow|in 1 day|in 23 hours/,
  );
  // It holds its environment meanwhile.
  await environments.open(`?q=${target.id}`);
  await expect(page.getByRole("link", { name: new RegExp(`rollout.*${target.name}`, "i") })).toBeVisible();

  await page.goto(address);
  await page.getByRole("button", { name: "Cancel the scheduled start" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the scheduled start" }).click();
  await expect(page.getByText("Draft").first()).toBeVisible();
  // Late enough for the button to be pressed before.
  await schedule(1 / 2);
  await rollout.expectFinished();
  expect((await environmentStates()).find(({ id }) => id === target.id)?.disableImdsV1).toBe("true");
});

test("windows and starts that must not be are refused on the server", async ({
  page,
  browser,
  signIn,
  environments,
  rollout,
}) => {
  const target = (await usable(0)).at(-4);
  if (target === undefined) throw new Error("The fleet has no such environment");
  const { url } = stack();
  const calling = async (words: string, act: () => Promise<unknown>) => {
    const request = page.waitForRequest(
      (candidate) => candidate.headers()["next-action"] !== undefined && (candidate.postData() ?? "").includes(words),
    );
    await act();
    const sent = await request;
    const [input] = JSON.parse(sent.postData() ?? "[]");
    return { action: sent.headers()["next-action"] ?? "", input };
  };
  const windows = new WindowsPage(page);
  const name = "Refused or not";
  await signIn.as("admin");
  await environments.openScanned();
  await windows.open();
  await windows.openDialog();
  await windows.writeFreeze(name, "2030-01-01T00:00");
  const create = await calling(name, () => windows.save());
  await expect(windows.row(name)).toBeVisible();
  await page.getByRole("button", { name: `Edit ${name}` }).click();
  const edit = await calling(name, () => windows.save());
  await expect(windows.dialog()).toBeHidden();
  const admin = page.context();
  const draft = (more: object) => ({ ...create, input: { ...create.input, ...more } });
  expect(await forge(admin, url, draft({ zone: "Mars/Olympus" }))).toContain("zone-unknown");
  expect(await forge(admin, url, draft({ kind: "allow" }))).toContain("allow-without-end");
  expect(await forge(admin, url, draft({ alsoSet: true }))).toContain("invalid-input");
  // It was edited since: the first version's text is not put over it.
  expect(await forge(admin, url, edit)).toContain("wrong-status");
  const unknown = { ...edit.input, windowId: "00000000-0000-4000-8000-000000000000" };
  expect(await forge(admin, url, { ...edit, input: unknown })).toContain("unknown-window");

  await environments.open();
  await environments.selectByPaste([target.id]);
  await environments.planDisable();
  await rollout.goTo("Policy");
  await page.getByRole("radio", { name: "At a time" }).check();
  await page.getByLabel("Date and time").fill(local(24 * 60, "UTC"));
  await rollout.accept();
  const start = await calling("planHash", () => page.getByRole("button", { name: "Schedule rollout" }).click());
  await page.getByRole("button", { name: "Cancel the scheduled start" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the scheduled start" }).click();
  await expect(page.getByText("Draft").first()).toBeVisible();
  const begin = (more: object) => ({ ...start, input: { ...start.input, ...more } });
  const past = { local: "2026-01-01T00:00", zone: "UTC" };
  expect(await forge(admin, url, begin({ startAt: past }))).toContain("start-is-past");
  expect(await forge(admin, url, begin({ startAt: { ...past, zone: "+09:00" } }))).toContain("invalid-input");
  expect(await forge(admin, url, begin({ startAt: null, windowOverride: " " }))).toContain("invalid-input");

  const author = await browser.newContext({ baseURL: url, locale: "en-GB" });
  const authorPage = await author.newPage();
  await new SignInPage(authorPage).as("author");
  expect(await forge(author, url, create)).toContain("role-required");
  expect(await forge(author, url, edit)).toContain("role-required");
  expect(await forge(author, url, begin({ startAt: null, windowOverride: "Because." }))).toContain("role-required");
  await authorPage.goto("/settings/windows");
  await expect(authorPage.getByText(/It takes Approver/)).toBeVisible();
  await expect(authorPage.getByRole("button", { name: `Edit ${name}` })).toHaveCount(0);
  await author.close();
  await windows.end(name);
});

for (const [language, locale] of [
  ["en", "en-GB"],
  ["ja", "ja-JP"],
] as const) {
  test.describe(language, () => {
    test.use({ locale, extraHTTPHeaders: { "accept-language": locale } });

    test("axe finds nothing wherever change windows show", async ({ page }) => {
      const windows = new WindowsPage(page, language);
      const name = `2030 (${language})`;
      const expectClean = async (what: string) => {
        expect.soft(await axe(page), what).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(overflow, `${what}: sideways overflow`).toBeLessThanOrEqual(0);
      };
      await page.goto("/sign-in");
      await page
        .getByRole("button")
        .filter({ hasText: /Administrator|管理者/ })
        .click();
      await page.waitForURL(/\/overview/);
      await windows.open();
      await expectClean("no windows, or a few");
      await windows.openDialog();
      await expectClean("an empty dialog");
      await windows.save();
      await expect(windows.dialog().locator("[aria-invalid=true]").first()).toBeVisible();
      await expectClean("a dialog with faults");
      await page.setViewportSize({ width: 320, height: 700 });
      await expectClean("the dialog at 320 px");
      await windows.writeFreeze(name, "2030-01-01T00:00");
      await windows.save();
      await expect(windows.row(name)).toBeVisible();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await expectClean("windows at 320 px, the week as a table");
      await page.setViewportSize({ width: 1280, height: 800 });
      await expectClean("windows");

      await page.goto("/environments?configured=v1-and-v2");
      // Two, which are planned from the last scan: one would be read anew from AWS, wherever it is.
      await page.getByRole("checkbox").nth(1).check();
      await page.getByRole("checkbox").nth(2).check();
      await page.getByRole("button", { name: /^(Disable IMDSv1…|IMDSv1 を無効化…)$/ }).click();
      await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}/);
      await page.getByRole("button", { name: /^(Next|次へ)$/ }).click();
      await page.getByRole("radio", { name: /At a time|日時を指定/ }).check();
      await page.getByLabel(/Date and time|日付と時刻/).fill("2031-01-01T00:00");
      await expect(page.getByText(name)).toBeVisible();
      await expectClean("a review of a start that is closed");
      await page.setViewportSize({ width: 320, height: 700 });
      await expectClean("the same at 320 px");
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole("button", { name: /^(Discard|破棄)$/ }).click();
      await page.waitForURL(/\/rollouts$/);
      await windows.end(name);
    });
  });
}
