import { setTimeout as wait } from "node:timers/promises";
import { answering } from "../../scripts/processes.ts";
import { SimulatedAws } from "../running/aws.ts";
import { ProductServer } from "../running/product.ts";
import type { Rollout } from "../running/shapes.ts";
import { startDatabase } from "../running/storage.ts";
import type { RunningDatabase } from "../running/storage.ts";
import type { Instant } from "./instants.ts";
import { lanesAtWork } from "./lanes-at-work.ts";

export type StageOptions = {
  kind: "pglite" | "postgres";
  folder: string;
  seed: number;
  /** How many environments there must be whose change would do something. */
  targets: number;
  speed: string;
  throttle: string;
  /** This share of answers is lost after AWS has acted. */
  lost: number;
};

export const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"];
/** The second account's last region answers errors in the simulator: it is there, and not used. */
const ALL_REGIONS = [...REGIONS, "sa-east-1"];
export const LANES = REGIONS.length * 2;
/** About a quarter of a lane's environments can be changed. */
const ENVIRONMENTS_PER_TARGET = 5;
/** Work must go on this soon after a start, or after another server's death. */
const RESUME_MS = 30_000;
const LOOK_MS = 150;
/** Far more than any run takes: a change that hangs must end the test. */
const GIVE_UP_MS = 30 * 60_000;

/** So many faults of one check are repeated at the end. */
const MOST_FAULTS = 3;

/** How many checks passed and failed, and which failed. */
export type Checks = { passed: number; failed: number; failures: string[] };

/** From when on work is missed, and how often each lane with something to do had been looked at by then. */
type Wake = { since: number; looks: ReadonlyMap<string, number> };

/** The real server under fire, on one kind of database: one server with the embedded one, two that share a PostgreSQL. */
export class ChaosStage {
  readonly kind: StageOptions["kind"];
  readonly checks: Checks = { passed: 0, failed: 0, failures: [] };
  /** How long work took to go on after each kill, in milliseconds, and what took too long. */
  readonly resumed: number[] = [];
  readonly #tooLate: string[] = [];
  readonly #options: StageOptions;
  readonly #begun = Date.now();
  #aws: SimulatedAws | undefined;
  #database: RunningDatabase | undefined;
  #servers: ProductServer[] = [];
  #isEnding = false;
  #losesAnswers = false;
  #kills = 0;
  /** The lanes last seen with something to do. */
  #lanes: ReadonlySet<string> = new Set();

  constructor(options: StageOptions) {
    this.#options = options;
    this.kind = options.kind;
  }

  /** Ends everything that was started, whatever state it is in; nothing is started any more. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const server of this.#servers) await server.kill();
    this.#aws?.process.kill("SIGKILL");
    await this.#database?.stop();
  }

  say(words: string): void {
    const seconds = Math.round((Date.now() - this.#begun) / 1_000);
    console.log(`${String(seconds).padStart(5)} s  ${words}`);
  }

  check(name: string, faults: readonly string[]): void {
    this.checks[faults.length === 0 ? "passed" : "failed"] += 1;
    this.say(`${faults.length === 0 ? "✓" : "✗"} ${name}`);
    for (const fault of faults) console.log(`         ${fault}`);
    if (faults.length > 0) this.checks.failures.push(`${name}: ${faults.slice(0, MOST_FAULTS).join("; ")}`);
  }

  get aws(): SimulatedAws {
    if (this.#aws === undefined) throw new Error("The simulated AWS was not started");
    return this.#aws;
  }

  /** How many servers there are, and on what, in words. */
  get words(): string {
    return `${this.#servers.length === 1 ? "one server" : "two servers"} on ${this.#database?.words ?? ""}`;
  }

  get isAlone(): boolean {
    return this.#servers.length === 1;
  }

  /** Starts everything; nothing is killed yet. */
  async start(): Promise<void> {
    const { kind, folder, seed, targets, speed, throttle } = this.#options;
    const aws = await SimulatedAws.start({
      seed: String(seed),
      accounts: "2",
      regions: ALL_REGIONS.join(","),
      environments: String(targets * ENVIRONMENTS_PER_TARGET + 40 * LANES),
      speed,
      throttle,
    });
    this.#aws = aws;
    this.#database = await startDatabase(kind, folder);
    const storage = this.#database.storage;
    const first = await ProductServer.at(aws, REGIONS, storage);
    this.#servers = kind === "pglite" ? [first] : [first, await ProductServer.at(aws, REGIONS, storage)];
    for (const server of this.#servers) {
      this.#startServer(server);
      await answering(server.url, server);
    }
  }

  #startServer(server: ProductServer): void {
    if (this.#isEnding) throw new Error("The run is being ended");
    server.start();
  }

  /** From the first start of a rollout on AWS loses answers. */
  async loseAnswers(): Promise<void> {
    if (this.#losesAnswers) return;
    this.#losesAnswers = true;
    await this.aws.loseAnswers(this.#options.lost);
  }

  /** The session that all requests are made with from now on. */
  signedIn(cookie: string): void {
    for (const server of this.#servers) server.cookie = cookie;
  }

  /** A server that answers, waited for. */
  async answering(): Promise<ProductServer> {
    const server = this.#servers.find((one) => one.isRunning());
    if (server === undefined) throw new Error("There is a server");
    await answering(server.url, server);
    return server;
  }

  /** A server that ends by itself is a fault, whatever became of the change; so is a change that hangs. */
  lookForDead(): void {
    if (Date.now() - this.#begun > GIVE_UP_MS) throw new Error("The rollout did not end");
    for (const server of this.#servers) {
      if (!server.hasDied()) continue;
      throw new Error(
        `A server ended by itself with exit code ${server.exitCode}; it said: ${server.output.slice(-3_000)}`,
      );
    }
  }

  /** A rollout as whichever server answers has it; `undefined` where none does. */
  async rollout(id: string): Promise<Rollout | undefined> {
    for (const server of this.#servers.filter((one) => one.isRunning())) {
      const rollout = await server.rollout(id);
      if (rollout !== undefined) return rollout;
    }
    return undefined;
  }

  /** Waits until a rollout is as wanted, and gives it. One that has ended will be nothing else any more. */
  async until(id: string, isSo: (rollout: Rollout) => boolean): Promise<Rollout> {
    for (;;) {
      this.lookForDead();
      const rollout = await this.rollout(id);
      if (rollout !== undefined && isSo(rollout)) return rollout;
      if (rollout !== undefined && ["finished", "stopped"].includes(rollout.status))
        throw new Error(`The rollout is ${rollout.status} before it was as waited for; it needs more targets`);
      await wait(LOOK_MS);
    }
  }

  /** A rollout with all that is kept of each target. */
  async whole(id: string): Promise<Rollout> {
    const whole = await (await this.answering()).wholeRollout(id);
    if (whole === undefined) throw new Error("The rollout cannot be read");
    return whole;
  }

  /** The lanes in which something is to be done now, as far as a server tells; `undefined` where none answers. */
  async #atWork(id: string): Promise<ReadonlySet<string> | undefined> {
    const rollout = await this.rollout(id);
    if (rollout !== undefined) this.#lanes = lanesAtWork(rollout);
    return rollout === undefined ? undefined : this.#lanes;
  }

  /**
   * Takes when waiting began and how often each lane at work had been looked at, and gives the milliseconds until the engine
   * has looked at every one of them again (or it has no more to do there), or `undefined` if nothing is to be done anywhere.
   */
  async #resumption(id: string, { since, looks }: Wake): Promise<number | undefined> {
    const waiting = new Set(looks.keys());
    if (waiting.size === 0) return undefined;
    for (let round = 1; Date.now() - since < RESUME_MS * 2; round += 1) {
      const now = await this.aws.looks();
      for (const lane of waiting) if ((now.get(lane) ?? 0) > (looks.get(lane) ?? 0)) waiting.delete(lane);
      if (waiting.size === 0) return Date.now() - since;
      if (round % 8 === 0) {
        const atWork = await this.#atWork(id);
        if (atWork?.size === 0) return undefined;
        for (const lane of waiting) if (atWork?.has(lane) === false) waiting.delete(lane);
      }
      await wait(LOOK_MS);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes what a kill left unfinished and waits until it is at work again; gives how long that took, in words. */
  async #resume(id: string, wake: Wake): Promise<string> {
    const milliseconds = await this.#resumption(id, wake);
    if (milliseconds === undefined) return "there is nothing to do";
    this.resumed.push(milliseconds);
    const words = `${(milliseconds / 1_000).toFixed(1)} s`;
    if (milliseconds > RESUME_MS) this.#tooLate.push(`after kill ${this.#kills} work went on only after ${words}`);
    return words;
  }

  /** A kill in a start-up is of the server that was started last. */
  #victim(instant: Instant): ProductServer {
    const running = this.#servers.filter((server) => server.isRunning());
    const newest = running.toSorted((a, b) => b.startedAt - a.startedAt)[0];
    const victim = instant.while === "starting" ? newest : running[instant.server % running.length];
    if (victim === undefined) throw new Error("There is a server");
    return victim;
  }

  /**
   * Kills a server in an instant, in the middle of a rollout, and starts it again; waits until its work goes on, unless the
   * next kill is to meet it while it starts. Gives how that went, in words.
   */
  async strike(id: string, instant: Instant, next: Instant["while"] | undefined): Promise<string> {
    const victim = this.#victim(instant);
    const uptime = ((Date.now() - victim.startedAt) / 1_000).toFixed(1);
    const lanes = (await this.#atWork(id)) ?? this.#lanes;
    await victim.kill();
    this.#kills += 1;
    if (this.isAlone) this.#startServer(victim);
    const seen = await this.aws.looks();
    const wake = { since: Date.now(), looks: new Map([...lanes].map((lane) => [lane, seen.get(lane) ?? 0])) };
    let words = "not waited for";
    // Two servers: the one that lives has to take over by itself before the dead one comes back.
    if (!this.isAlone || next !== "starting") words = await this.#resume(id, wake);
    for (const server of this.#servers.filter((one) => !one.isRunning())) this.#startServer(server);
    if (next !== "starting") for (const server of this.#servers) await answering(server.url, server);
    return `${instant.while}, server up ${uptime} s, work resumed: ${words}`;
  }

  /** A second process on the same folder must stop, say why, and leave the first one's data whole. */
  async second(): Promise<void> {
    const first = await this.answering();
    if (this.#database === undefined) throw new Error("The database was started");
    const second = await ProductServer.at(this.aws, REGIONS, this.#database.storage);
    this.#startServer(second);
    const code = await second.exit();
    await second.kill();
    this.check("a second process on the same folder stops with a clear message", [
      ...(code === 1 ? [] : [code === undefined ? "it did not end" : `it ended with exit code ${code}`]),
      ...(second.output.includes("is in use by process") ? [] : [`it said: ${second.output.slice(-2_000)}`]),
      ...(first.isRunning() ? [] : ["the first process ended"]),
    ]);
  }

  checkResumptions(): void {
    this.check(`work went on within ${RESUME_MS / 1_000} s each time`, this.#tooLate);
  }
}
