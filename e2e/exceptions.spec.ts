import { changeable } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { ExceptionsPage } from "./pages/exceptions.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { stack } from "./stack.ts";

const REASON = "The agent of this application reads IMDSv1 until it is replaced";

test("a risk accepted for a filter shows, is left out of a bulk change, and is back when it ends", async ({
  page,
  browser,
  signIn,
  environments,
  instances,
}) => {
  const broken = stack().aws.regions.at(-1);
  const [target, other] = (await changeable(0)).filter(({ region }) => region !== broken).slice(-2);
  if (target === undefined || other === undefined) throw new Error("The fleet has too few such environments");
  const exceptions = new ExceptionsPage(page);
  const owner = "Payments team";
  await signIn.as("admin");
  await environments.openScanned();
  await exceptions.open();
  await expect(page.getByRole("main").getByText("No risk has been accepted")).toBeVisible();
  expect(await axe(page)).toEqual([]);

  await environments.open(`?q=${target.id}`);
  await page.getByRole("checkbox", { name: `Select ${target.name}` }).check();
  await page.getByRole("button", { name: "Accept risk…" }).click();
  const dialog = exceptions.dialog();
  await dialog.getByRole("radio", { name: "Everything the filter lets through" }).check();
  await expect(dialog).toContainText("1 environment now, and every one that matches later");
  // What is missing is said at its field, and nothing is sent.
  await dialog.getByRole("button", { name: "Accept risk", exact: true }).click();
  await expect(dialog.getByRole("textbox", { name: "Owner" })).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Expires on").fill("2020-01-01");
  await expect(dialog).toContainText("Choose a day from today on");
  expect(await axe(page)).toEqual([]);
  await dialog.getByLabel("Expires on").fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  const request = page.waitForRequest((candidate) => (candidate.postData() ?? "").includes(owner));
  await exceptions.accept(owner, REASON);
  const sent = await request;

  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: target.name, exact: true }) });
  await expect(row).toContainText("Accepted risk");
  await environments.open(`?q=${target.id}&exception=yes`);
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Accepted risk: Yes");
  await expect(row).toBeVisible();
  await expect(page.getByRole("button", { name: /1\s*Accepted risk/ })).toBeVisible();
  await environments.open(`?q=${target.id}&exception=no`);
  await expect(page.getByRole("main").getByText("No environments match")).toBeVisible();

  // An author plans for many, but accepts no risk: neither by a button nor by the same call.
  const author = await browser.newContext({ baseURL: stack().url });
  await new SignInPage(await author.newPage()).as("author");
  const forged = await author.request.post("/environments", {
    headers: {
      "next-action": sent.headers()["next-action"] ?? "",
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      origin: stack().url,
    },
    data: sent.postData() ?? "",
  });
  expect(await forged.text()).toContain("role-required");
  await author.close();

  const plan = async () => {
    await environments.open();
    await environments.selectByPaste([target.id, other.id]);
    await environments.planDisable();
  };
  await plan();
  await expect(page.getByRole("main").getByText(/^1 environment will change/)).toBeVisible();
  const reason = page.getByRole("region", { name: /left out/i });
  await expect(reason).toContainText("An accepted risk covers it until");
  await expect(reason).toContainText(owner);
  await page.getByRole("button", { name: "Discard" }).click();

  await page.goto(`/environments/${target.accountId}/${target.region}/${target.id}`);
  await expect(page.getByRole("main").getByText(/^Accepted risk until/)).toBeVisible();
  await expect(page.getByRole("main").getByText(REASON)).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await instances.open(target);
  const confirmation = await instances.ask(true);
  await expect(confirmation).toContainText("An accepted risk covers this environment");
  await expect(confirmation.getByRole("button", { name: "Confirm and apply" })).toBeVisible();
  await confirmation.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("link", { name: "Open the exception" }).click();
  await expect(exceptions.row(owner)).toContainText("Expiring soon");
  await expect(exceptions.row(owner)).toContainText("1 environment");
  await expect(exceptions.row(owner)).toContainText(`Text: ${target.id}`);
  expect(await axe(page)).toEqual([]);

  // Longer, for a reason of its own; the first stays on record.
  await exceptions
    .row(owner)
    .getByRole("button", { name: /^Extend/ })
    .click();
  await exceptions.dialog().getByRole("textbox", { name: "Reason" }).fill("The replacement of the agent is late");
  await exceptions.dialog().getByRole("button", { name: "Accept for longer" }).click();
  await exceptions.open();
  await expect(exceptions.row(owner)).toHaveCount(1);
  await expect(exceptions.row(owner)).toContainText("In force");
  await exceptions.end(owner);
  await expect(page.getByRole("main").getByText("No exceptions match")).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(exceptions.row(owner)).toHaveCount(2);
  await expect(exceptions.row(owner).filter({ hasText: "The replacement" })).toContainText("Ended");

  await environments.open(`?q=${target.id}`);
  await expect(row).toBeVisible();
  await expect(row).not.toContainText("Accepted risk");
  await plan();
  await expect(page.getByRole("main").getByText(/^2 environments will change/)).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.goto("/activity");
  for (const words of ["Accepted a risk", "Extended an exception", "Ended an exception"])
    await expect(page.getByText(words).first()).toBeVisible();
});

test.describe("in Japanese, dark", () => {
  test.use({ locale: "ja-JP", colorScheme: "dark", extraHTTPHeaders: { "accept-language": "ja-JP" } });

  test("a filter is put together on the screen itself, also on a narrow one", async ({ page }) => {
    const exceptions = new ExceptionsPage(page);
    await page.goto("/sign-in");
    await page.getByRole("button").filter({ hasText: "管理者" }).click();
    await page.waitForURL(/\/overview/);
    await page.setViewportSize({ width: 320, height: 700 });
    await exceptions.open();
    await page.getByRole("button", { name: "リスクを受容…" }).first().click();
    const dialog = exceptions.dialog();
    await expect(dialog.getByRole("button", { name: "リスクを受容", exact: true })).toBeDisabled();
    await dialog.getByRole("checkbox").first().check();
    await expect(dialog.getByText(/現在 \d+ 環境/)).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("textbox", { name: "責任者" }).fill("基盤チーム");
    await dialog.getByRole("textbox", { name: "理由" }).fill("エージェントの更新が完了するまで IMDSv1 が必要です");
    await dialog.getByRole("button", { name: "リスクを受容", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(exceptions.row("基盤チーム")).toContainText("有効");
    expect(await axe(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await exceptions.row("基盤チーム").getByRole("button", { name: /終了$/ }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "例外を終了" }).click();
    await expect(page.getByRole("main").getByText("一致する例外がありません")).toBeVisible();
  });
});
