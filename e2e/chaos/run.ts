import { setTimeout as wait } from "node:timers/promises";
import { answering } from "../../scripts/processes.ts";
import { SimulatedAws } from "../running/aws.ts";
import { ProductServer } from "../running/product.ts";
import { laneOf } from "../running/shapes.ts";
import { startDatabase } from "../running/storage.ts";
import type { RunningDatabase } from "../running/storage.ts";
import { beginRollout } from "./begin.ts";
import { figuresOf } from "./figures.ts";
import { instantsOf } from "./instants.ts";
import type { Instant } from "./instants.ts";
import { chooseTargets } from "./targets.ts";
import { ENDS, faultsOf } from "./verdict.ts";

export type ChaosOptions = {
  kind: "pglite" | "postgres";
  folder: string;
  seed: number;
  targets: number;
  kills: number;
  cap: number;
  speed: string;
  throttle: string;
  lost: number;
};

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"];
/** The second account's last region answers errors in the simulator: it is there, and not used. */
const ALL_REGIONS = [...REGIONS, "sa-east-1"];
const LANES = REGIONS.length * 2;
/** About a quarter of a lane's environments can be changed. */
const ENVIRONMENTS_PER_TARGET = 5;
/** Every so many targets AWS rolls the update back. */
const ROLLED_BACK_EACH = 20;
/** Work must go on this soon after a start, or after another server's death. */
const RESUME_MS = 30_000;
const LOOK_MS = 150;
/** Far more than any run takes: a change that hangs must end the test. */
const GIVE_UP_MS = 30 * 60_000;

/** From when on work is missed, and how often each lane with something to do had been looked at by then. */
type Wake = { since: number; looks: ReadonlyMap<string, number> };

const NO_END = { succeeded: 0, skipped: 0, blocked: 0, failed: 0 };

/** One bulk change under fire, on one kind of database: one server with the embedded one, two that share a PostgreSQL. */
export class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #checks = { passed: 0, failed: 0 };
  readonly #resumed: number[] = [];
  readonly #tooLate: string[] = [];
  readonly #begun = Date.now();
  #aws: SimulatedAws | undefined;
  #database: RunningDatabase | undefined;
  #servers: ProductServer[] = [];
  #rollout = "";
  #isEnding = false;
  /** The lanes last seen with something to do. */
  #lanes: ReadonlySet<string> = new Set();

  constructor(options: ChaosOptions) {
    this.#options = options;
  }

  /** Ends everything that was started, whatever state it is in; nothing is started any more. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const server of this.#servers) await server.kill();
    this.#aws?.process.kill("SIGKILL");
    await this.#database?.stop();
  }

  #say(words: string): void {
    const seconds = Math.round((Date.now() - this.#begun) / 1_000);
    console.log(`${String(seconds).padStart(5)} s  ${words}`);
  }

  #check(name: string, faults: readonly string[]): void {
    this.#checks[faults.length === 0 ? "passed" : "failed"] += 1;
    this.#say(`${faults.length === 0 ? "✓" : "✗"} ${name}`);
    for (const fault of faults) console.log(`         ${fault}`);
  }

  async #start(): Promise<{ aws: SimulatedAws; first: ProductServer }> {
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
    return { aws, first };
  }

  #startServer(server: ProductServer): void {
    if (this.#isEnding) throw new Error("The run is being ended");
    server.start();
  }

  /** A server that ends by itself is a fault, whatever became of the change. */
  #lookForDead(): void {
    for (const server of this.#servers) {
      if (!server.hasDied()) continue;
      throw new Error(
        `A server ended by itself with exit code ${server.exitCode}; it said: ${server.output.slice(-3_000)}`,
      );
    }
  }

  /** Chooses the targets and decides which of their updates AWS rolls back. */
  async #choose(aws: SimulatedAws): Promise<readonly string[]> {
    const chosen = chooseTargets(await aws.environments(), REGIONS, this.#options.targets);
    for (const [index, { id }] of chosen.entries())
      await aws.setFate(id, index % ROLLED_BACK_EACH === ROLLED_BACK_EACH - 1 ? "rolls-back" : "succeeds");
    return chosen.map(({ id }) => id);
  }

  /** Asks whichever server answers how many targets have ended; `undefined` where none does. */
  async #ended(): Promise<{ ended: number; status: string } | undefined> {
    for (const server of this.#servers.filter((one) => one.isRunning())) {
      const newest = await server.newest();
      if (newest === undefined) continue;
      const { succeeded, skipped, blocked, failed } = { ...NO_END, ...newest.counts };
      return { ended: succeeded + skipped + blocked + failed, status: newest.status };
    }
    return undefined;
  }

  #guard(): void {
    if (Date.now() - this.#begun > GIVE_UP_MS) throw new Error("The rollout did not end");
  }

  /** The lanes in which something is still to be done, as far as a server tells; `undefined` where none answers. */
  async #unfinished(): Promise<ReadonlySet<string> | undefined> {
    for (const server of this.#servers.filter((one) => one.isRunning())) {
      const rollout = await server.rollout(this.#rollout);
      if (rollout === undefined) continue;
      this.#lanes = new Set(rollout.targets.filter(({ state }) => !ENDS.has(state.status)).map(laneOf));
      return this.#lanes;
    }
    return undefined;
  }

  /**
   * Takes when waiting began and how often each unfinished lane had been looked at, and gives the milliseconds until the
   * engine has looked at every one of them again (or it has no more to do there), or `undefined` if the rollout is over.
   */
  async #resumption(
    aws: SimulatedAws,
    since: number,
    before: ReadonlyMap<string, number>,
  ): Promise<number | undefined> {
    const waiting = new Set(before.keys());
    for (let round = 1; Date.now() - since < RESUME_MS * 2; round += 1) {
      const now = await aws.looks();
      for (const lane of waiting) if ((now.get(lane) ?? 0) > (before.get(lane) ?? 0)) waiting.delete(lane);
      if (waiting.size === 0) return Date.now() - since;
      if (round % 8 === 0) {
        const unfinished = await this.#unfinished();
        if (unfinished?.size === 0) return undefined;
        for (const lane of waiting) if (unfinished?.has(lane) === false) waiting.delete(lane);
      }
      await wait(LOOK_MS);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes what a kill left unfinished and waits until it is at work again; gives how long that took, in words. */
  async #resume(aws: SimulatedAws, kill: number, { since, looks }: Wake): Promise<string> {
    const milliseconds = await this.#resumption(aws, since, looks);
    if (milliseconds === undefined) return "the rollout is over";
    this.#resumed.push(milliseconds);
    const words = `${(milliseconds / 1_000).toFixed(1)} s`;
    if (milliseconds > RESUME_MS) this.#tooLate.push(`after kill ${kill} work went on only after ${words}`);
    return words;
  }

  /** Kills one server; gives from when on its work is missed, and how often each lane with some had been looked at. */
  async #kill(aws: SimulatedAws, victim: ProductServer): Promise<Wake> {
    const lanes = await this.#unfinished();
    await victim.kill();
    if (this.#servers.length === 1) this.#startServer(victim);
    const seen = await aws.looks();
    return {
      since: Date.now(),
      looks: new Map([...(lanes ?? this.#lanes)].map((lane) => [lane, seen.get(lane) ?? 0])),
    };
  }

  /** A kill in a start-up is of the server that was started last. */
  #victim(instant: Instant): ProductServer {
    const running = this.#servers.filter((server) => server.isRunning());
    const newest = running.toSorted((a, b) => b.startedAt - a.startedAt)[0];
    const victim = instant.while === "starting" ? newest : running[instant.server % running.length];
    if (victim === undefined) throw new Error("There is a server");
    return victim;
  }

  async #killAll(aws: SimulatedAws): Promise<number> {
    const { kind, seed, kills } = this.#options;
    const instants = instantsOf(seed, kills);
    let isSecondToCome = kind === "pglite";
    for (const [index, instant] of instants.entries()) {
      this.#guard();
      await wait(instant.laterMs);
      this.#lookForDead();
      const now = await this.#ended();
      if (now !== undefined && now.status !== "running") return index;
      const victim = this.#victim(instant);
      const uptime = ((Date.now() - victim.startedAt) / 1_000).toFixed(1);
      const wake = await this.#kill(aws, victim);
      const next = instants[index + 1]?.while;
      let words = "not waited for";
      // Two servers: the one that lives has to take over by itself before the dead one comes back.
      if (this.#servers.length > 1 || next !== "starting") words = await this.#resume(aws, index + 1, wake);
      for (const server of this.#servers.filter((one) => !one.isRunning())) {
        this.#startServer(server);
        if (next !== "starting") await answering(server.url, server);
      }
      this.#say(
        `kill ${index + 1}/${kills} (${instant.while}): ${now?.ended ?? "?"} ended, server up ${uptime} s, work resumed: ${words}`,
      );
      if (isSecondToCome && index + 1 >= kills / 2 && next !== "starting") {
        isSecondToCome = false;
        await this.#second(aws);
      }
    }
    return instants.length;
  }

  /** A second process on the same folder must stop, say why, and leave the first one's data whole. */
  async #second(aws: SimulatedAws): Promise<void> {
    const [first] = this.#servers;
    if (this.#database === undefined || first === undefined) throw new Error("The database was started");
    await answering(first.url, first);
    const second = await ProductServer.at(aws, REGIONS, this.#database.storage);
    this.#startServer(second);
    const code = await second.exit();
    await second.kill();
    this.#check("a second process on the same folder stops with a clear message", [
      ...(code === 1 ? [] : [code === undefined ? "it did not end" : `it ended with exit code ${code}`]),
      ...(second.output.includes("is in use by process") ? [] : [`it said: ${second.output.slice(-2_000)}`]),
      ...(first.isRunning() ? [] : ["the first process ended"]),
    ]);
  }

  /** Takes the run from its beginning to the verdict and gives how many checks passed and failed. */
  async run(): Promise<{ passed: number; failed: number }> {
    const { kind, seed, targets, kills, cap, lost, speed, throttle } = this.#options;
    console.log(
      `\nchaos on ${kind}: --seed ${seed} --targets ${targets} --kills ${kills} --cap ${cap} --speed ${speed} --throttle ${throttle} --lost ${lost}`,
    );
    const { aws, first } = await this.#start();
    const chosen = await this.#choose(aws);
    const before = (await aws.journal()).length;
    const { id, cookie } = await beginRollout(first.url, chosen, cap);
    this.#rollout = id;
    for (const server of this.#servers) server.cookie = cookie;
    await aws.loseAnswers(lost);
    this.#say(
      `${targets} targets in ${LANES} lanes are under way (${this.#servers.length === 1 ? "one server" : "two servers"} on ${this.#database?.words ?? ""})`,
    );

    const made = await this.#killAll(aws);
    for (;;) {
      const now = await this.#ended();
      if (now !== undefined && now.status !== "running") break;
      this.#guard();
      this.#lookForDead();
      await wait(LOOK_MS);
    }
    this.#say("the rollout is over");

    const survivor = this.#servers.find((server) => server.isRunning());
    const rollout = await survivor?.wholeRollout(id);
    if (rollout === undefined) throw new Error("The rollout cannot be read");
    const world = await aws.environments();
    const journal = (await aws.journal()).slice(before);
    this.#check(
      "journal, database and world agree; nothing was updated twice; every target has its end",
      faultsOf(journal, rollout, world),
    );
    this.#check(
      `the server was killed ${kills} times in the middle of the change`,
      made === kills ? [] : [`only ${made} times before it was over`],
    );
    this.#check(`work went on within ${RESUME_MS / 1_000} s each time`, this.#tooLate);
    const load = await aws.load();
    this.#check("AWS throttled, and lost answers after it had acted", [
      ...(load.throttled > 0 ? [] : ["no call was throttled"]),
      ...(load.failed > 0 ? [] : ["no answer was lost"]),
    ]);
    for (const line of figuresOf(rollout, journal, load, this.#resumed)) this.#say(line);
    return this.#checks;
  }
}
