import type { Page, Request } from "@playwright/test";
import { answering, exitOf, freePort, runNode } from "../scripts/processes.ts";
import { changeable, journal } from "./aws.ts";
import { ownDatabase } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { forge } from "./forge.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { stack } from "./stack.ts";

/** A server action as the browser sent it, to be sent again with something else in it. */
type Sent = {
  action: string;
  input: { keys: { accountId: string; region: string; environmentId: string }[]; change: object; kind: string };
};

function sentOf(request: Request): Sent {
  const [input] = JSON.parse(request.postData() ?? "[]");
  return { action: request.headers()["next-action"] ?? "", input };
}

/** Plans a toggle in the panel without confirming it, and gives the call that did so. */
async function planned(page: Page, apply: () => Promise<unknown>): Promise<Sent> {
  const request = page.waitForRequest(
    (candidate) =>
      candidate.headers()["next-action"] !== undefined && (candidate.postData() ?? "").includes('"toggle"'),
  );
  await apply();
  return sentOf(await request);
}

test("bad input is refused with a clear error, nothing changes, and AWS sees no mutating call", async ({
  page,
  browser,
  signIn,
  environments,
  instances,
}) => {
  const target = (await changeable(0)).at(4);
  if (target === undefined) throw new Error("The fleet has no such environment");
  const { url } = stack();
  await signIn.as("operator");
  await environments.openScanned();
  await instances.open(target);
  const sent = await planned(page, () => instances.ask(true));
  const key = { accountId: target.accountId, region: target.region, environmentId: target.id };
  expect(sent.input).toEqual({ keys: [key], change: { kind: "set", methods: "v2-only" }, kind: "toggle" });
  const before = await journal();

  const operator = page.context();
  const send = (input: object) => forge(operator, url, { ...sent, input: { ...sent.input, ...input } });
  expect(await send({ change: { kind: "set", methods: "maybe" } })).toContain("invalid-input");
  expect(await send({ change: { kind: "set", methods: "v2-only", alsoSet: "InstanceType" } })).toContain(
    "invalid-input",
  );
  expect(await send({ keys: [{ ...key, environmentId: "e-0000000000" }] })).toContain("unknown-environment");
  expect(await send({ keys: [{ ...key, region: "eu-central-1" }] })).toContain("unknown-lane");
  expect(await send({ keys: [{ ...key, accountId: "1; drop table targets" }] })).toContain("invalid-input");
  expect(await send({ keys: [] })).toContain("invalid-input");
  expect(await send({ kind: "bulk" })).toContain("role-required");

  const viewer = await browser.newContext({ baseURL: url });
  await new SignInPage(await viewer.newPage()).as("viewer");
  expect(await forge(viewer, url, sent)).toContain("role-required");
  const stranger = await browser.newContext({ baseURL: url });
  expect(await forge(stranger, url, sent)).toMatch(/not-signed-in|^30\d /);
  await viewer.close();
  await stranger.close();

  expect(await journal()).toEqual(before);
});

test("an address that names nothing says so", async ({ page, signIn, faults }) => {
  await signIn.as("viewer");
  for (const path of [
    "/environments/111122223333/eu-west-1/e-0000000000/configuration/instances",
    "/environments/nonsense/eu-west-1/e-0000000000",
    "/rollouts/00000000-0000-4000-8000-000000000000",
  ]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  }
  // The browser logs the status of the pages themselves.
  faults.length = 0;
});

test("a viewer sees everything and is offered no change", async ({ page, signIn, environments, instances }) => {
  const target = (await changeable(0)).at(5);
  if (target === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("viewer");
  await environments.openScanned();
  await instances.open(target);
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toHaveCount(0);
});

test("in read-only mode no write can be reached, by anybody", async ({
  page,
  browser,
  signIn,
  environments,
  instances,
}) => {
  const target = (await changeable(0)).at(6);
  const { aws, url } = stack();
  const [ambient] = aws.accounts;
  if (target === undefined || ambient === undefined) throw new Error("The fleet has no such environment");
  await signIn.as("admin");
  await environments.openScanned();
  await instances.open(target);
  const sent = await planned(page, () => instances.ask(true));
  const before = await journal();

  const database = await ownDatabase(".data/e2e-read-only");
  const port = await freePort(0);
  const readOnly = `http://127.0.0.1:${port}`;
  const server = runNode(["scripts/start.ts"], {
    READ_ONLY: "1",
    DEMO: "1",
    HOST: "127.0.0.1",
    PORT: String(port),
    NEXTAUTH_URL: readOnly,
    ...database.env,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: ambient.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ambient.secretAccessKey,
    REGIONS: aws.regions.join(","),
    ACCOUNTS: "",
  });
  try {
    await answering(readOnly, server);
    const context = await browser.newContext({ baseURL: readOnly, locale: "en-GB" });
    const admin = await context.newPage();
    await new SignInPage(admin).as("admin");
    await expect(admin.getByText(/read-only/i).first()).toBeVisible();
    expect(await forge(context, readOnly, sent)).toContain("read-only");
    await expect
      .poll(
        async () =>
          (await context.request.get(`/api/environments/${target.accountId}/${target.region}/${target.id}`)).status(),
        { timeout: 30_000 },
      )
      .toBe(200);
    await admin.goto(`/environments/${target.accountId}/${target.region}/${target.id}/configuration/instances`);
    await expect(admin.getByRole("checkbox", { name: "Disable IMDSv1" })).toBeVisible();
    await expect(admin.getByRole("button", { name: "Edit", exact: true })).toHaveCount(0);
    await context.close();
  } finally {
    const ended = exitOf(server);
    server.kill("SIGTERM");
    await ended;
    await database.remove();
  }
  expect(await journal()).toEqual(before);
  expect(url).not.toBe(readOnly);
});
