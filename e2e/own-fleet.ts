import type { Page } from "@playwright/test";
import { answering } from "../scripts/processes.ts";
import { ownDatabase } from "./database.ts";
import type { OwnDatabase } from "./database.ts";
import { expect } from "./fixtures.ts";
import { SimulatedAws } from "./running/aws.ts";
import { ProductServer } from "./running/product.ts";

/** Nothing that AWS does there ends by itself while a flow runs: the flow says when. */
const SLOW = "0.1";
const REGIONS = ["us-east-1", "eu-west-1"];

/** A simulated AWS and a server for some flows alone: what fails, waits or is halted there does not for other flows. */
export class OwnFleet {
  readonly aws: SimulatedAws;
  readonly regions: readonly string[] = REGIONS;
  readonly #server: ProductServer;
  readonly #database: OwnDatabase;
  private constructor(aws: SimulatedAws, server: ProductServer, database: OwnDatabase) {
    this.aws = aws;
    this.#server = server;
    this.#database = database;
  }

  /**
   * Takes a folder of its own, the fleet's seed, its size, and whether all that AWS had under way there has ended before the
   * product looks; two accounts with two regions each have it.
   */
  static async start(
    folder: string,
    { seed, environments, atRest = false }: { seed: number; environments: number; atRest?: boolean },
  ): Promise<OwnFleet> {
    const aws = await SimulatedAws.start({
      seed: String(seed),
      accounts: "2",
      regions: REGIONS.join(","),
      environments: String(environments),
      throttle: "off",
      speed: SLOW,
    });
    if (atRest) await aws.completeAll();
    const database = await ownDatabase(folder);
    const storage = { dataDir: database.env.DATA_DIR, databaseUrl: database.env.DATABASE_URL || null };
    const server = await ProductServer.at(aws, REGIONS, storage, { scanIntervalSeconds: 3_600 });
    server.start();
    await answering(server.url, server);
    return new OwnFleet(aws, server, database);
  }

  get url(): string {
    return this.#server.url;
  }

  /** Waits, as whoever is signed in on a page, until every lane has been read. */
  async expectScanned(page: Page): Promise<void> {
    await expect
      .poll(
        async () => {
          const answer = await page.request.get(`${this.url}/api/lanes`);
          const lanes: { lastSuccessAt: string | null; scan: { kind: string } }[] = await answer.json();
          return lanes.filter(({ lastSuccessAt, scan }) => lastSuccessAt !== null && scan.kind === "idle").length;
        },
        { timeout: 60_000 },
      )
      .toBe(this.aws.ready.accounts.length * REGIONS.length);
  }

  async end(): Promise<void> {
    await this.#server.kill();
    this.aws.process.kill("SIGKILL");
    await this.#database.remove();
  }
}
