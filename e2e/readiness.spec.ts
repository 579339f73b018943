import { changeable } from "./aws.ts";
import { expect, test } from "./fixtures.ts";

test("an environment that uses IMDSv1 says so, wherever a change is decided", async ({
  page,
  signIn,
  environments,
  instances,
}) => {
  await signIn.as("operator");
  await environments.openScanned();
  // The counts come last of a scan.
  const inUse = async () => {
    const answer = await page.request.get("/api/environments?readiness=in-use&effective=v1-and-v2");
    const { rows }: { rows: { environmentId: string; name: string }[] } = await answer.json();
    return (await changeable(1)).filter(({ id }) => rows.some(({ environmentId }) => environmentId === id));
  };
  await expect.poll(async () => (await inUse()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  const target = (await inUse()).at(-1);
  if (target === undefined) throw new Error("The fleet has no such environment");

  await environments.open(`?readiness=in-use&q=${target.id}`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: target.name, exact: true }) });
  await expect(row).toContainText("IMDSv1 in use");
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Readiness: IMDSv1 in use");
  await page.getByRole("button", { name: "Remove filter Readiness: IMDSv1 in use" }).click();
  await expect(page).not.toHaveURL(/readiness=/);
  await environments.open(`?readiness=ready&q=${target.id}`);
  await expect(page.getByRole("main").getByText("No environments match")).toBeVisible();

  await instances.open(target);
  const evidence = page.getByRole("region", { name: "Is it safe to disable IMDSv1?" });
  await expect(evidence).toContainText("IMDSv1 is in use");
  // Its instances are older than the first scan of them.
  await expect(evidence).toContainText(
    /Counted over \d+ (hours?|days), of which instances that ended before the first scan \(.+\) are missing\./,
  );
  await expect(evidence).toContainText(/Since the first scan \(.+\): instances that ended before it are missing\./);
  await expect(evidence.getByRole("img", { name: /calls in all/ })).toBeVisible();
  await expect(evidence.getByRole("link", { name: /Packet Analyzer/ })).toBeVisible();
  await expect(evidence).toContainText(target.instances[0]?.id ?? "an instance");
  await evidence.getByText("Show as a table").click();
  await expect(evidence.getByRole("columnheader", { name: "Day" })).toBeVisible();

  const dialog = await instances.ask(true);
  await expect(dialog).toContainText(/IMDSv1 in use: [\d,]+ calls/);
  // Advice, not a lock: whoever says why may go on, and the reason stays with the change.
  const confirm = dialog.getByRole("button", { name: "Confirm and apply" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox", { name: /IMDSv1 is in use/ }).fill("Agreed with the owners");
  const downtime = dialog.getByRole("checkbox", { name: /does not answer/ });
  if (await downtime.isVisible()) await downtime.check();
  await expect(confirm).toBeEnabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
});
