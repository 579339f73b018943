import { setTimeout as wait } from "node:timers/promises";
import { beginRollout } from "../chaos/begin.ts";
import { chooseTargets } from "../chaos/targets.ts";
import { SimulatedAws } from "../running/aws.ts";
import { ProductServer } from "../running/product.ts";
import { startDatabase } from "../running/storage.ts";
import type { RunningDatabase } from "../running/storage.ts";
import { operationLines, percentile, tableOf } from "./figures.ts";
import type { Figure } from "./figures.ts";
import { boundSeconds, failuresOf, fewestTicks, looksOf, makespanSeconds, updatesOf } from "./rollout-figures.ts";
import { usageOf } from "./usage.ts";

export type RolloutBenchOptions = {
  kind: "pglite" | "postgres";
  folder: string;
  seed: number;
  targets: number;
  /** Even: two accounts in half as many regions. */
  lanes: number;
  cap: number;
  tickSeconds: number;
  /** Divides how long AWS's updates take. */
  speed: number;
  throttle: { rate: number; burst: number };
};

/** The first two are those whose role may do all that an update needs. */
const ACCOUNTS = 2;
const REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-north-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-south-1",
];
/** The second account's last region answers errors in the simulator: it is there, and not used. */
const UNUSED_REGION = "sa-east-1";
/** About a quarter of a lane's environments can be changed, and lanes differ. */
const ENVIRONMENTS_PER_TARGET = 8;
/** As often as the screen of a rollout asks. */
const ASK_MS = 3_000;
const GIVE_UP_MS = 60 * 60_000;
/** No scan comes in between. */
const SCAN_INTERVAL_SECONDS = 6 * 60 * 60;
const MB = 1_000_000;

/** design: what each figure must not exceed. */
const BARS = { bound: 1.1, events: 1, instances: 1, settings: 2, leastTicks: 20 };

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** A large rollout on the real server, against what its caps and AWS's updates alone take. */
export class RolloutBench {
  readonly #options: RolloutBenchOptions;
  readonly #begun = Date.now();
  readonly #figures: Figure[] = [];
  #aws: SimulatedAws | undefined;
  #database: RunningDatabase | undefined;
  #server: ProductServer | undefined;
  #peakMb = 0;

  constructor(options: RolloutBenchOptions) {
    this.#options = options;
  }

  /** Ends everything that was started, whatever state it is in. */
  async end(): Promise<void> {
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

  async #start(): Promise<{ aws: SimulatedAws; server: ProductServer; regions: string[] }> {
    const { kind, folder, seed, targets, lanes, speed, tickSeconds, throttle } = this.#options;
    const regions = REGIONS.slice(0, lanes / ACCOUNTS);
    const aws = await SimulatedAws.start({
      seed: String(seed),
      accounts: String(ACCOUNTS),
      regions: [...regions, UNUSED_REGION].join(","),
      environments: String(targets * ENVIRONMENTS_PER_TARGET),
      speed: String(speed),
      throttle: `${throttle.rate},${throttle.burst}`,
    });
    this.#aws = aws;
    this.#database = await startDatabase(kind, folder);
    const pace = { scanIntervalSeconds: SCAN_INTERVAL_SECONDS, tickSeconds };
    const server = await ProductServer.at(aws, regions, this.#database.storage, pace);
    this.#server = server;
    server.start();
    return { aws, server, regions };
  }

  async #usage(server: ProductServer): Promise<number> {
    if (server.pid === undefined || !server.isRunning()) throw new Error(`The server ended:\n${server.output}`);
    const { residentMb, cpuSeconds } = await usageOf(server.pid);
    this.#peakMb = Math.max(this.#peakMb, residentMb);
    return cpuSeconds;
  }

  /** Asks for the rollout as its screen does until it is over; gives milliseconds and bytes of each answer. */
  async #watch(server: ProductServer, id: string): Promise<{ times: number[]; bytes: number[] }> {
    const times: number[] = [];
    const bytes: number[] = [];
    for (let status = "running"; status === "running";) {
      if (Date.now() - this.#begun > GIVE_UP_MS) throw new Error("The rollout did not end");
      await wait(ASK_MS);
      await this.#usage(server);
      const began = performance.now();
      const answer = await fetch(`${server.url}/api/rollouts/${id}`, { headers: { cookie: server.cookie } });
      const text = await answer.text();
      times.push(performance.now() - began);
      bytes.push(Buffer.byteLength(text));
      status = (await server.newest())?.status ?? status;
    }
    return { times, bytes };
  }

  /** Takes the run from its beginning to the table and gives whether every bar was kept. */
  async run(): Promise<boolean> {
    const { kind, seed, targets, lanes, cap, tickSeconds, speed, throttle } = this.#options;
    console.log(
      `\nrollout bench on ${kind}: --seed ${seed} --targets ${targets} --rollout-lanes ${lanes} --cap ${cap} --tick ${tickSeconds} --speed ${speed} --throttle ${throttle.rate},${throttle.burst}`,
    );
    const { aws, server, regions } = await this.#start();
    const chosen = chooseTargets(await aws.environments(), regions, targets);
    // What fails is over sooner.
    for (const target of chosen) await aws.setFate(target.id, "succeeds");
    const { id, cookie } = await beginRollout(
      server.url,
      chosen.map((target) => target.id),
      { kind: "cap", perLane: cap },
      { beforeStart: () => aws.forgetCalls() },
    );
    server.cookie = cookie;
    this.#say(`${targets} targets in ${lanes} lanes are under way; one server on ${this.#database?.words ?? ""}`);
    this.#peakMb = 0;
    const before = await this.#usage(server);
    const { times, bytes } = await this.#watch(server, id);
    const cpu = (await this.#usage(server)) - before;

    const rollout = await server.rollout(id);
    if (rollout === undefined) throw new Error("The rollout cannot be read");
    const counts = await aws.calls();
    const updates = updatesOf(await aws.journal(), await aws.environments());
    this.#say("the rollout is over");
    for (const line of [...operationLines(counts), ...failuresOf(rollout)]) console.log(`         ${line}`);

    const succeeded = rollout.targets.filter(({ state }) => state.status === "succeeded").length;
    this.#figure("targets that succeeded", String(succeeded), String(targets), succeeded === targets);
    const ticks = fewestTicks(updates, tickSeconds);
    this.#figure("ticks of the shortest update", ticks.toFixed(1), `≥ ${BARS.leastTicks}`, ticks >= BARS.leastTicks);
    const makespan = makespanSeconds(rollout);
    const bound = boundSeconds(updates, cap);
    this.#figure("makespan", seconds(makespan), `bound ${seconds(bound)}`);
    const ratio = makespan / bound;
    this.#figure("makespan / bound", ratio.toFixed(3), `≤ ${BARS.bound}`, ratio <= BARS.bound);
    const looks = looksOf(counts, updates, tickSeconds);
    this.#figure(
      "DescribeEnvironments, of ticks and ends, in the lane with most",
      `${looks.most.looks} of ${looks.most.may}`,
      `≤ ${looks.most.may}`,
      looks.most.looks <= looks.most.may,
    );
    this.#figure("looks per tick, in the lane with fewest", looks.least.toFixed(2));
    const perLook = (what: "events" | "instances", operation: string) =>
      this.#figure(`${operation} per look`, looks[what].toFixed(2), `≤ ${BARS[what]}`, looks[what] <= BARS[what]);
    perLook("events", "DescribeEvents");
    perLook("instances", "DescribeInstances");
    const { settings } = looks;
    this.#figure(
      "DescribeConfigurationSettings per target",
      settings.toFixed(2),
      `≤ ${BARS.settings}`,
      settings <= BARS.settings,
    );
    this.#figure("memory, peak", `${Math.round(this.#peakMb)} MB`);
    this.#figure("the server's processor time", `${seconds(cpu)}, ${((cpu / makespan) * 100).toFixed(0)} % of a core`);
    this.#figure(
      `the rollout's answer, p95 of ${times.length}`,
      `${percentile(times, 0.95).toFixed(0)} ms (median ${percentile(times, 0.5).toFixed(0)}), ${(Math.max(...bytes) / MB).toFixed(2)} MB at most`,
    );
    console.log(`\n${tableOf(this.#figures)}`);
    return this.#figures.every(({ kept }) => kept !== false);
  }
}
