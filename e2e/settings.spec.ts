import type { Locator } from "@playwright/test";
import { setMember } from "./aws.ts";
import { axe, expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

test("every account of the organization has its line: read, refused, closed; each with its Regions and the reasons", async ({
  page,
  signIn,
  settings,
}) => {
  const { aws } = stack();
  await signIn.as("viewer");
  await settings.open();
  for (const name of ["shared-services", "shop-production", "partner-sandbox", "payments-hardened"]) {
    await expect(settings.account(name)).toContainText(/Read · |cannot be read|Reading/);
  }
  await expect(settings.account("retired-webshop")).toContainText("SUSPENDED");
  await expect(settings.account("hackathon-2025")).toContainText("PENDING_CLOSURE");
  await expect(settings.account("acquired-legacy")).toContainText("AccessDenied");

  const refused = await settings.unfold("acquired-legacy");
  await expect(refused).toContainText(
    `is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${aws.accounts[4]?.id}:role/OrganizationAccountAccessRole`,
  );
  const own = await settings.unfold("shared-services");
  await expect(own.getByRole("row", { name: /eu-south-1/ })).toBeVisible();
  await expect(own).toContainText(`arn:aws:iam::${aws.accounts[0]?.id}:user/shared-services`);
  const other = await settings.unfold("payments-hardened");
  await expect(other.getByRole("row", { name: /eu-south-1/ })).toBeHidden();
  await expect(other).toContainText(/Not enabled in this account: .*eu-south-1/);
  await expect(other).toContainText(/assumed-role\/OrganizationAccountAccessRole\/imds-fleet/);
  expect.soft(await axe(page), "accounts unfolded").toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect.soft(await axe(page), "accounts unfolded at 320 px").toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test("what CloudWatch costs is estimated for the chosen frequency, beside the most it may", async ({
  page,
  signIn,
  settings,
}) => {
  await signIn.as("viewer");
  await settings.open();
  const configuration = page.getByRole("region", { name: "Configuration in force" });
  await expect(configuration).toContainText("at most every 60 minutes per environment");
  await expect(configuration).toContainText(
    /about \$[\d.]+ a month at that frequency: [\d,]+ metrics? every 1 hr, at \$0.01 per 1,000/,
  );
  await expect(configuration).toContainText("$500 a month (METRICS_DOLLARS_A_MONTH). The estimate is within it.");
});

test("what a role may not do is named as a permission, and the policies to paste name it for this partition", async ({
  page,
  signIn,
  settings,
}) => {
  await signIn.as("viewer");
  await settings.open();
  const missing = settings.permissions.getByRole("listitem").filter({ hasText: "sts:AssumeRole" });
  await expect(missing).toContainText("acquired-legacy");
  await missing.getByText("AWS answered").click();
  await expect(missing).toContainText("is not authorized to perform: sts:AssumeRole");
  await expect(missing).toContainText("Request ID");
  const policy = page.getByRole("region", { name: "Find the organization's accounts (JSON)" });
  await expect(policy).toContainText("organizations:ListAccounts");
  await expect(policy).toContainText("arn:aws:iam::*:role/OrganizationAccountAccessRole");
});

test("accounts are found by text and by how they stand, and the address keeps it", async ({
  page,
  signIn,
  settings,
}) => {
  await signIn.as("viewer");
  await settings.open();
  await settings.accounts.getByRole("textbox").fill("pay");
  await expect(settings.account("payments-hardened")).toBeVisible();
  await expect(settings.account("shop-production")).toBeHidden();
  await page.reload();
  await expect(settings.accounts.getByRole("textbox")).toHaveValue("pay");
  await expect(settings.account("shop-production")).toBeHidden();
  await settings.accounts.getByRole("radio", { name: /Not read/ }).check({ force: true });
  await expect(settings.accounts.getByText("No account matches")).toBeVisible();
  await settings.accounts.getByRole("button", { name: "Show all accounts" }).click();
  await expect(settings.account("shop-production")).toBeVisible();
  await settings.open("?show=not-read");
  await expect(settings.account("retired-webshop")).toBeVisible();
  await expect(settings.account("shop-production")).toBeHidden();
});

test("one lane, and all lanes of an account, are read again on demand by a viewer, by keyboard too", async ({
  page,
  signIn,
  settings,
}) => {
  await signIn.as("viewer");
  await settings.open();
  await settings.account("shop-production").locator("summary").first().focus();
  await page.keyboard.press("Enter");
  const account = settings.account("shop-production");
  const expectAsked = async (name: string, region: string, press: (button: Locator) => Promise<void>) => {
    // While a lane is being read its button does nothing.
    await expect(async () => {
      const asked = page.waitForRequest(
        (request) => request.method() === "POST" && request.url().includes("/settings"),
        { timeout: 3_000 },
      );
      await press(account.getByRole("button", { name }));
      expect((await asked).postData()).toContain(region);
    }).toPass({ timeout: 60_000 });
  };
  await expectAsked("Read again: eu-west-1, shop-production", "eu-west-1", (button) => button.press("Enter"));
  await expectAsked("Read all again: shop-production", "us-west-2", (button) => button.click({ timeout: 3_000 }));
  await expect(account.getByText("No scan was started")).toBeHidden();
});

test("an account that closes is not read any more, and one that opens is, without a restart", async ({
  page,
  signIn,
  settings,
}) => {
  const closing = stack().aws.accounts[2]?.id ?? "";
  const laneCount = async () => {
    const lanes: unknown = await (await page.request.get("/api/lanes")).json();
    return Array.isArray(lanes) ? lanes.filter(({ accountId }) => accountId === closing).length : -1;
  };
  await signIn.as("viewer");
  await settings.open();
  await expect.poll(laneCount).toBeGreaterThan(1);
  await setMember(closing, "SUSPENDED");
  try {
    await expect.poll(laneCount, { timeout: 60_000 }).toBe(0);
    await expect(settings.account("partner-sandbox")).toContainText("SUSPENDED", { timeout: 30_000 });
  } finally {
    await setMember(closing, "ACTIVE");
  }
  await expect.poll(laneCount, { timeout: 60_000 }).toBeGreaterThan(1);
  await expect(settings.account("partner-sandbox")).toContainText(/Read · |cannot be read|Reading/, {
    timeout: 60_000,
  });
});
