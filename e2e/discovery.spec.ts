import { answering } from "../scripts/processes.ts";
import { ownDatabase } from "./database.ts";
import { axe, expect, test } from "./fixtures.ts";
import { SimulatedAws } from "./running/aws.ts";
import { ProductServer } from "./running/product.ts";

const REGIONS = ["us-east-1"];
/** Longer than a server takes to start and a person to look at three screens. */
const HANGS_MS = 25_000;

test("while Organizations does not answer, screens do; and lanes of before are shown until it does", async ({
  page,
}) => {
  test.slow();
  const aws = await SimulatedAws.start({
    seed: "11",
    accounts: "2",
    regions: REGIONS.join(","),
    environments: "6",
    throttle: "off",
  });
  const database = await ownDatabase(".data/e2e-discovery");
  const storage = { dataDir: database.env.DATA_DIR, databaseUrl: database.env.DATABASE_URL || null };
  const server = await ProductServer.at(aws, REGIONS, storage, { scanIntervalSeconds: 3_600, discovers: true });
  const startWhileHanging = async () => {
    await aws.strike({ fault: "slow", milliseconds: HANGS_MS, service: "organizations", count: 1 });
    server.start();
    await answering(server.url, server);
  };
  const main = page.getByRole("main");
  try {
    await startWhileHanging();
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("button", { name: "Sign in as Operator" }).click();
    await page.waitForURL(/\/overview/);
    await expect(main.getByText("No account is known yet")).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.goto(`${server.url}/settings`);
    await expect(main.getByText("No account is known yet")).toBeVisible();
    await page.goto(`${server.url}/environments`);
    await expect(main.getByText("No account is known yet")).toBeVisible();
    // What is found shows by itself, and is read at once.
    await expect(page.getByRole("rowheader").first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(async () => (await page.request.get(`${server.url}/api/lanes`)).json()).toHaveLength(2);

    // An open page goes on asking, and its server is about to end.
    await page.goto("about:blank");
    await server.kill();
    await startWhileHanging();
    await page.goto(`${server.url}/environments`);
    await expect(page.getByRole("rowheader").first()).toBeVisible();
    // What needs a lane waits for a while, and then says why nothing was done.
    await main
      .getByRole("button", { name: /^Refresh/ })
      .first()
      .click();
    await expect(page.getByText("does not know its lanes yet")).toBeVisible({ timeout: 20_000 });
  } finally {
    await page.goto("about:blank");
    await server.kill();
    aws.process.kill("SIGKILL");
    await database.remove();
  }
});
