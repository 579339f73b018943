import { setTimeout as wait } from "node:timers/promises";
import { chanceOf } from "../../lib/simulator/random.ts";
import type { Rollout, WorldEnvironment } from "../running/shapes.ts";
import { beginRollout } from "./begin.ts";
import { WORKING_MS } from "./instants.ts";
import { lanesAtWork } from "./lanes-at-work.ts";
import { Person } from "./person.ts";
import type { ChaosStage } from "./stage.ts";
import { faultsOf } from "./verdict.ts";
import { notRestored, orderFaults, startedWithin } from "./verdict-waves.ts";

const stateOf = (rollout: Rollout, wave: number) => rollout.waves.find(({ number }) => number === wave)?.state;
const isUnderWay = ({ status }: Rollout) => status === "running" || status === "paused";
const isUpdating = ({ targets }: Rollout) => targets.some(({ state }) => state.status === "updating");
const isCanaryAtWork = (rollout: Rollout) => stateOf(rollout, 0) === "working" && isUpdating(rollout);
/** A wave after the canary: which one depends on how long a server took to come back. */
const isWaveAtWork = (rollout: Rollout) => stateOf(rollout, 0) === "passed" && isUpdating(rollout);
const bakes = (rollout: Rollout) => stateOf(rollout, 0) === "baking";

/** Of a rollout and its way back: when nothing was to begin. */
type Rests = { what: string; from: Date; until: Date }[];

/** Somebody steers rollouts while the server is killed in each phase of them. */
class WavedRun {
  readonly #stage: ChaosStage;
  readonly #person: Person;
  readonly #chance: ReturnType<typeof chanceOf>;

  constructor(stage: ChaosStage, person: Person, seed: number) {
    this.#stage = stage;
    this.#person = person;
    this.#chance = chanceOf(seed);
  }

  async #strike(id: string, phase: string): Promise<void> {
    const laterMs = this.#chance.whole(0, WORKING_MS);
    await wait(laterMs);
    this.#stage.lookForDead();
    const instant = { while: "working", laterMs, server: this.#chance.whole(0, 1) } as const;
    this.#stage.say(`killed while ${phase}: ${await this.#stage.strike(id, instant, "working")}`);
  }

  async #press(id: string, name: Parameters<Person["press"]>[2]): Promise<void> {
    const { url } = await this.#stage.answering();
    await this.#person.press(url, id, name);
  }

  /** Canary, its bake, a wave with a pause in it, the next one with a stop in it. */
  async forward(id: string): Promise<Rests> {
    const stage = this.#stage;
    await stage.until(id, isCanaryAtWork);
    await this.#strike(id, "the canary is at work");
    await stage.until(id, bakes);
    await this.#strike(id, "the canary bakes");
    await this.#press(id, "End the bake now");

    await stage.until(id, isWaveAtWork);
    await this.#strike(id, "a wave is at work");
    await stage.until(id, isWaveAtWork);
    await this.#press(id, "Pause");
    await stage.until(id, ({ status }) => status === "paused");
    const paused = new Date();
    await this.#strike(id, "it is paused");
    // What was in flight has ended; nothing may take its place.
    await stage.until(id, (rollout) => lanesAtWork(rollout).size === 0);
    const pause = { what: "it was paused", from: paused, until: new Date() };
    await this.#press(id, "Resume");

    await stage.until(id, isWaveAtWork);
    const { url } = await stage.answering();
    await this.#person.stopAndAbort(url, id);
    await stage.until(id, ({ stopRequested }) => stopRequested);
    const stopped = new Date();
    await this.#strike(id, "it is stopped");
    await stage.until(id, (rollout) => !isUnderWay(rollout));
    return [pause, { what: "it was stopped", from: stopped, until: new Date(stopped.getTime() + 3_600_000) }];
  }

  /** All that was changed is rolled back, by a rollout with the same limits. */
  async back(id: string): Promise<string> {
    const stage = this.#stage;
    const { url } = await stage.answering();
    const undo = await this.#person.rollBackAll(url, id);
    await stage.until(undo, isCanaryAtWork);
    await this.#strike(undo, "the canary of the way back is at work");
    await stage.until(undo, bakes);
    await this.#press(undo, "End the bake now");
    await stage.until(undo, isWaveAtWork);
    await this.#strike(undo, "the way back is at work");
    await stage.until(undo, ({ status }) => status === "finished");
    return undo;
  }
}

/** A rollout in waves under fire, with a pause, a stop that aborts, and all of it rolled back: what was promised of each holds. */
export async function runWaved(stage: ChaosStage, chosen: readonly WorldEnvironment[], seed: number): Promise<void> {
  const { aws } = stage;
  const first = await stage.answering();
  const ids = chosen.map(({ id }) => id);
  const begin = (await aws.journal()).length;
  const { id, cookie } = await beginRollout(first.url, ids, { kind: "waves", shares: "40, 60, 80, 100" });
  stage.signedIn(cookie);
  await stage.loseAnswers();
  stage.say(`${chosen.length} targets in waves are under way`);
  const person = await Person.at(first.url);
  try {
    const run = new WavedRun(stage, person, seed);
    const rests = await run.forward(id);
    const forward = await stage.whole(id);
    const turn = (await aws.journal()).length;
    stage.check(
      "waves, stopped: journal, database and world agree; nothing was updated twice",
      faultsOf((await aws.journal()).slice(begin, turn), forward, await aws.environments(), {
        status: "stopped",
        enforced: true,
        skips: "stopped",
        aborts: true,
      }),
    );
    const undo = await run.back(id);
    const back = await stage.whole(undo);
    stage.check(
      "rolled back: journal, database and world agree; nothing was updated twice",
      faultsOf((await aws.journal()).slice(turn), back, await aws.environments(), {
        status: "finished",
        enforced: false,
        skips: "already-set",
        aborts: false,
      }),
    );
    stage.check("no wave began before the ones before it had passed", [...orderFaults(forward), ...orderFaults(back)]);
    for (const { what, from, until } of rests)
      stage.check(`nothing was started while ${what}`, startedWithin(forward, from, until));
    stage.check("every target has its earlier value again", notRestored(forward, await aws.environments()));
    const kinds = Map.groupBy(forward.targets, ({ state }) => state.status);
    stage.say(`stopped with ${[...kinds].map(([status, list]) => `${list.length} ${status}`).join(", ")}`);
  } finally {
    await person.end();
  }
}
