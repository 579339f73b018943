import { setTimeout as wait } from "node:timers/promises";
import { answering } from "../../scripts/processes.ts";
import { SimulatedAws } from "../running/aws.ts";
import { laneOf } from "../running/shapes.ts";
import type { CallCount } from "../running/aws.ts";
import { ProductServer } from "../running/product.ts";
import type { WorldEnvironment } from "../running/shapes.ts";
import { startDatabase } from "../running/storage.ts";
import type { RunningDatabase } from "../running/storage.ts";
import { readByCli } from "./cli-loop.ts";
import { callsIn, floorSeconds, operationLines, percentile, tableOf, throttledShare } from "./figures.ts";
import type { Figure } from "./figures.ts";
import { loadList } from "./list-load.ts";
import { signIn } from "./session.ts";
import type { Session } from "./session.ts";
import { usageOf } from "./usage.ts";

export type BenchOptions = {
  kind: "pglite" | "postgres";
  folder: string;
  seed: number;
  environments: number;
  lanes: number;
  throttle: { rate: number; burst: number };
  /** How many environments the AWS CLI reads for comparison; 0 leaves it out. */
  cliSample: number;
};

const ACCOUNTS = 3;
const REGIONS = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1"];
const MORE_REGIONS = ["ap-northeast-1", "ap-southeast-1", "ap-southeast-2"];
/** The second account's last region answers errors in the simulator: it is there, and not used. */
const UNUSED_REGION = "sa-east-1";
const CHANGED_SHARE = 0.01;
const CLI_AT_ONCE = 16;
const IDLE_REQUESTS = 200;
const WINDOWS = "/api/environments";
const LOOK_MS = 250;
const GIVE_UP_MS = 60 * 60_000;
/** Scans come when we ask for them, not in between. */
const SCAN_INTERVAL_SECONDS = 6 * 60 * 60;

/** design: what each figure must not exceed. */
const BARS = {
  floor: 1.05,
  throttled: 0.05,
  refresh: 0.03,
  listMs: 50,
  filterMs: 100,
  taskMs: 50,
  scriptKb: 200,
  memoryMb: { postgres: 512, pglite: 768 },
};

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;

/** One measurement of the real server on one kind of database, against a throttled simulated AWS. */
export class BenchRun {
  readonly #options: BenchOptions;
  readonly #begun = Date.now();
  readonly #figures: Figure[] = [];
  #aws: SimulatedAws | undefined;
  #database: RunningDatabase | undefined;
  #server: ProductServer | undefined;
  #session: Session | undefined;
  #peakMb = 0;
  #cpuSeconds = 0;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  /** Ends everything that was started, whatever state it is in. */
  async end(): Promise<void> {
    await this.#session?.end();
    await this.#server?.kill();
    this.#aws?.process.kill("SIGKILL");
    await this.#database?.stop();
  }

  #say(words: string): void {
    const passed = Math.round((Date.now() - this.#begun) / 1_000);
    console.log(`${String(passed).padStart(5)} s  ${words}`);
  }

  #figure(what: string, measured: string, bar = "", kept: boolean | null = null): void {
    this.#figures.push({ what, measured, bar, kept });
  }

  async #memory(server: ProductServer): Promise<number> {
    if (server.pid === undefined) return 0;
    const { residentMb, cpuSeconds } = await usageOf(server.pid);
    this.#peakMb = Math.max(this.#peakMb, residentMb);
    this.#cpuSeconds = cpuSeconds;
    return residentMb;
  }

  async #start(): Promise<{ aws: SimulatedAws; server: ProductServer; regions: string[] }> {
    const { kind, folder, seed, environments, lanes, throttle } = this.#options;
    const regions = [...REGIONS, ...MORE_REGIONS].slice(0, lanes / ACCOUNTS);
    const aws = await SimulatedAws.start({
      seed: String(seed),
      accounts: String(ACCOUNTS),
      regions: [...regions, UNUSED_REGION].join(","),
      environments: String(Math.round((environments * (regions.length + 1)) / regions.length)),
      throttle: `${throttle.rate},${throttle.burst}`,
    });
    this.#aws = aws;
    this.#database = await startDatabase(kind, folder);
    const server = await ProductServer.at(aws, regions, this.#database.storage, {
      scanIntervalSeconds: SCAN_INTERVAL_SECONDS,
    });
    this.#server = server;
    server.start();
    return { aws, server, regions };
  }

  /** Waits until AWS has got its first call; gives when that was. */
  async #firstCall(aws: SimulatedAws): Promise<number> {
    for (;;) {
      if ((await aws.load()).calls > 0) return Date.now();
      if (Date.now() - this.#begun > GIVE_UP_MS) throw new Error("The scan did not begin");
      await wait(LOOK_MS / 5);
    }
  }

  /** Whether all lanes have been read since a time. A lane that failed ends the measurement. */
  async #allRead(server: ProductServer, since: number): Promise<boolean> {
    if (!server.isRunning()) throw new Error(`The server ended:\n${server.output}`);
    if (Date.now() - this.#begun > GIVE_UP_MS) throw new Error("The scan did not end");
    await this.#memory(server);
    const lanes = (await server.lanes()) ?? [];
    const failed = lanes.find(({ failure }) => failure !== null);
    if (failed !== undefined) throw new Error(`Lane ${laneOf(failed)} failed: ${JSON.stringify(failed.failure)}`);
    return (
      lanes.length === this.#options.lanes &&
      lanes.every(({ scan, lastSuccessAt }) => scan.kind === "idle" && Date.parse(lastSuccessAt ?? "") >= since)
    );
  }

  async #lastRead(server: ProductServer): Promise<number> {
    return Math.max(...((await server.lanes()) ?? []).map(({ lastSuccessAt }) => Date.parse(lastSuccessAt ?? "")));
  }

  /** The first scan of everything, with the list being looked at meanwhile. */
  async #cold(aws: SimulatedAws, server: ProductServer, world: readonly WorldEnvironment[]): Promise<CallCount[]> {
    const { throttle, kind } = this.#options;
    const began = await this.#firstCall(aws);
    await answering(server.url, server);
    this.#session = await signIn(server.url);
    server.cookie = this.#session.cookie;
    while (((await server.lanes()) ?? []).reduce((sum, lane) => sum + lane.environmentCount, 0) < 0.9 * world.length)
      await wait(LOOK_MS);
    this.#say("the environments are listed; settings are being read");
    const times = await loadList(server.url, server.cookie, WINDOWS, async () => !(await this.#allRead(server, began)));
    const took = ((await this.#lastRead(server)) - began) / 1_000;
    const counts = await aws.calls();
    const perLane = new Map([...Map.groupBy(world, laneOf)].map(([lane, list]) => [lane, list.length]));
    const floor = floorSeconds(counts, perLane, throttle);
    this.#say(`cold scan: ${seconds(took)}, ${callsIn(counts)} calls`);
    for (const line of operationLines(counts)) console.log(`         ${line}`);

    const ratio = took / floor;
    this.#figure("cold scan", seconds(took), `floor ${seconds(floor)}`);
    this.#figure("cold scan / floor", ratio.toFixed(3), `≤ ${BARS.floor}`, ratio <= BARS.floor);
    const throttled = throttledShare(counts);
    this.#figure("throttled answers", percent(throttled), `≤ ${percent(BARS.throttled)}`, throttled <= BARS.throttled);
    this.#list("list answer while scanning", times);
    await this.#memory(server);
    this.#figure("the server's processor time until then", seconds(this.#cpuSeconds));
    this.#say(`${kind}: ${Math.round(this.#peakMb)} MB at most so far`);
    return counts;
  }

  #list(what: string, times: readonly number[]): void {
    const p95 = percentile(times, 0.95);
    const median = percentile(times, 0.5);
    this.#figure(
      `${what}, p95 of ${times.length}`,
      `${p95.toFixed(1)} ms (median ${median.toFixed(1)})`,
      `≤ ${BARS.listMs} ms`,
      p95 <= BARS.listMs,
    );
  }

  /** A scan after a few environments changed. */
  async #refresh(aws: SimulatedAws, server: ProductServer, world: readonly WorldEnvironment[], cold: number) {
    const read = async (): Promise<number> => {
      const began = Date.now();
      await this.#session?.refresh();
      while (!(await this.#allRead(server, began))) await wait(LOOK_MS);
      return began;
    };
    // What was in motion when the world began comes to rest first, so that only what we change is changed.
    await aws.completeAll();
    await read();
    const every = Math.max(1, Math.floor(1 / CHANGED_SHARE));
    const changed = world.filter(({ status }) => status === "Ready").filter((_, index) => index % every === 0);
    for (const { id } of changed) await aws.deploy(id, 1);
    await aws.completeAll();
    await aws.forgetCalls();
    const began = await read();
    const counts = await aws.calls();
    const share = callsIn(counts) / cold;
    this.#say(`refresh with ${changed.length} changed: ${callsIn(counts)} calls`);
    for (const line of operationLines(counts)) console.log(`         ${line}`);
    this.#figure("refresh", seconds(((await this.#lastRead(server)) - began) / 1_000));
    const most = `≤ ${percent(BARS.refresh)}`;
    this.#figure(`refresh calls / cold calls (${changed.length} changed)`, percent(share), most, share <= BARS.refresh);
  }

  async #steady(server: ProductServer): Promise<void> {
    const { kind } = this.#options;
    const samples: number[] = [];
    const times = await loadList(server.url, server.cookie, WINDOWS, async (asked) => {
      samples.push(await this.#memory(server));
      return asked < IDLE_REQUESTS;
    });
    this.#list("list answer idle", times);
    const counting = await loadList(
      server.url,
      server.cookie,
      "/api/environments/facets",
      (asked) => asked < IDLE_REQUESTS,
    );
    this.#list("counts beside the filters idle", counting);
    const steady = percentile(samples, 0.5);
    const bar = BARS.memoryMb[kind];
    this.#figure("memory, steady", `${Math.round(steady)} MB`, `≤ ${bar} MB`, steady <= bar);
    this.#figure("memory, peak", `${Math.round(this.#peakMb)} MB`);
  }

  async #screen(): Promise<void> {
    if (this.#session === undefined) return;
    const { scriptBytes, filterMs, longTasks } = await this.#session.measure();
    const kb = scriptBytes / 1_000;
    this.#figure("scripts of the list, gzip", `${kb.toFixed(0)} kB`, `≤ ${BARS.scriptKb} kB`, kb <= BARS.scriptKb);
    const filter = percentile(filterMs, 0.95);
    const most = `≤ ${BARS.filterMs} ms`;
    this.#figure(
      `filter to painted rows, p95 of ${filterMs.length}`,
      `${filter.toFixed(0)} ms`,
      most,
      filter <= BARS.filterMs,
    );
    const longest = Math.max(0, ...longTasks);
    const words = longTasks.length === 0 ? "none" : `${longest.toFixed(0)} ms, ${longTasks.length} in all`;
    this.#figure("longest task while scrolling", words, `≤ ${BARS.taskMs} ms`, longest <= BARS.taskMs);
  }

  async #cli(aws: SimulatedAws, world: readonly WorldEnvironment[], coldPerEnvironment: number): Promise<void> {
    const { cliSample } = this.#options;
    const every = Math.max(1, Math.floor(world.length / Math.max(1, cliSample)));
    // The others may be gone by now.
    const lasting = world.filter(({ status }) => status === "Ready");
    const sample = lasting.filter((_, index) => index % every === 0).slice(0, cliSample);
    if (sample.length === 0) return;
    const took = await readByCli(aws, sample, CLI_AT_ONCE);
    const each = took / sample.length;
    this.#figure(
      `AWS CLI, ${CLI_AT_ONCE} at once, settings of ${sample.length}`,
      `${seconds(took)}, ${(each / coldPerEnvironment).toFixed(1)} × ours per environment`,
    );
  }

  /** Takes the run from its beginning to the table and gives whether every bar was kept. */
  async run(): Promise<boolean> {
    const { kind, seed, environments, lanes, throttle } = this.#options;
    console.log(
      `\nbench on ${kind}: --seed ${seed} --environments ${environments} --lanes ${lanes} --throttle ${throttle.rate},${throttle.burst}`,
    );
    const { aws, server, regions } = await this.#start();
    const world = (await aws.environments()).filter(({ region }) => regions.includes(region));
    this.#say(`${world.length} environments in ${lanes} lanes; one server on ${this.#database?.words ?? ""}`);
    const began = Date.now();
    const cold = await this.#cold(aws, server, world);
    const coldPerEnvironment = (Date.now() - began) / 1_000 / world.length;
    await this.#steady(server);
    await this.#screen();
    await this.#refresh(aws, server, world, callsIn(cold));
    await this.#cli(aws, world, coldPerEnvironment);
    console.log(`\n${tableOf(this.#figures)}`);
    return this.#figures.every(({ kept }) => kept !== false);
  }
}
