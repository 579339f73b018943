import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Page } from "@playwright/test";
import { NEXT, ROOT, answering, freePort } from "../scripts/processes.ts";
import { changeable, environmentStates, journal } from "./aws.ts";
import { DATABASE, ownDatabase } from "./database.ts";
import type { OwnDatabase } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { EnvironmentsPage } from "./pages/environments.ts";
import { RolloutPage } from "./pages/rollout.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { stack } from "./stack.ts";

/** A server that can be killed without warning; its own process group, so that nothing of it lives on. */
function server(port: number, { env }: OwnDatabase): ChildProcess {
  const { aws } = stack();
  const [ambient] = aws.accounts;
  return spawn(process.execPath, [NEXT, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DEMO: "1",
      HOST: "127.0.0.1",
      PORT: String(port),
      NEXTAUTH_URL: `http://127.0.0.1:${port}`,
      ...env,
      ACCOUNTS: "",
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: ambient?.accessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: ambient?.secretAccessKey ?? "",
      REGIONS: aws.regions.join(","),
      SCAN_INTERVAL_SECONDS: "10",
      ROLLOUT_TICK_SECONDS: "1",
    },
  });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  });
}

type Progress = { status: string; succeeded: number; inFlight: number; pending: number };

async function progress(page: Page, id: string): Promise<Progress> {
  const { status, counts } = await (await page.request.get(`/api/rollouts/${id}`)).json();
  return {
    status,
    succeeded: counts.succeeded,
    pending: counts.pending,
    inFlight: counts.applying + counts.updating + counts.verifying,
  };
}

test("a server killed in the middle of a bulk change, again and again, finishes it and repeats nothing", async ({
  browser,
}) => {
  // Replicas may share a PostgreSQL, so each start waits until the dead worker's lease has run out.
  if (DATABASE === "postgres") test.setTimeout(240_000);
  const targets = (await changeable(0)).slice(0, 9);
  expect(targets.length).toBe(9);
  const before = (await journal()).length;
  const database = await ownDatabase(".data/e2e-crash");
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  let running = server(port, database);
  try {
    await answering(url, running);
    const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
    const page = await context.newPage();
    await new SignInPage(page).as("author");
    const environments = new EnvironmentsPage(page);
    await environments.openScanned();
    await environments.selectByPaste(targets.map(({ id }) => id));
    await environments.planDisable();
    await new RolloutPage(page).start(targets.length);
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.goto("about:blank");

    // Each time with something in flight, at another stage of the whole.
    for (const done of [0, 2, 4]) {
      await expect
        .poll(
          async () => {
            const now = await progress(page, id);
            return now.status !== "running" || (now.succeeded >= done && now.inFlight > 0);
          },
          { intervals: [50], timeout: 60_000 },
        )
        .toBe(true);
      await kill(running);
      running = server(port, database);
      await answering(url, running);
    }
    await expect.poll(async () => (await progress(page, id)).status, { timeout: 90_000 }).toBe("finished");

    expect(await progress(page, id)).toEqual({
      status: "finished",
      succeeded: targets.length,
      pending: 0,
      inFlight: 0,
    });
    const updates = (await journal()).slice(before).filter(({ operation }) => operation === "UpdateEnvironment");
    const updated = updates.map(({ input }) => JSON.stringify(input)).toSorted();
    expect(new Set(updated).size).toBe(updated.length);
    expect(updated.length).toBe(targets.length);
    const after = new Map((await environmentStates()).map((state) => [state.id, state]));
    for (const target of targets) expect(after.get(target.id)?.disableImdsV1).toBe("true");
    await context.close();
  } finally {
    await kill(running);
    await database.remove();
  }
});
