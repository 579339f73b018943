import { chooseTargets } from "./targets.ts";
import { runPlain } from "./plain.ts";
import { ChaosStage, LANES, REGIONS } from "./stage.ts";
import type { Checks, StageOptions } from "./stage.ts";
import { runWaved } from "./waved.ts";

export type ChaosOptions = StageOptions & {
  kills: number;
  cap: number;
  /** How many targets the rollout in waves has beside the plain one's; 0 leaves it out. */
  waved: number;
};

/** Bulk changes under fire on one kind of database: one without waves, then one with waves, a pause, a stop and its rollback. */
export class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #stage: ChaosStage;

  constructor(options: ChaosOptions) {
    this.#options = options;
    this.#stage = new ChaosStage({ ...options, targets: options.targets + options.waved });
  }

  /** Ends everything that was started, whatever state it is in; nothing is started any more. */
  end(): Promise<void> {
    return this.#stage.end();
  }

  /** Takes the run from its beginning to the verdict and gives what was checked. */
  async run(): Promise<Checks> {
    const { kind, seed, targets, waved, kills, cap, lost, speed, throttle } = this.#options;
    const stage = this.#stage;
    console.log(
      `\nchaos on ${kind}: --seed ${seed} --targets ${targets} --waved ${waved} --kills ${kills} --cap ${cap} --speed ${speed} --throttle ${throttle} --lost ${lost}`,
    );
    await stage.start();
    const world = await stage.aws.environments();
    const plain = chooseTargets(world, REGIONS, targets);
    // A canary that fails, or whose calls to IMDSv1 are refused, pauses its rollout, whatever is tolerated: failures are the plain one's.
    const others = world.filter(
      ({ id, fate, callsImdsV1 }) => fate === "succeeds" && !callsImdsV1 && plain.every((one) => one.id !== id),
    );
    const inWaves = chooseTargets(others, REGIONS, waved);
    stage.say(`${targets} and ${waved} targets in ${LANES} lanes (${stage.words})`);
    if (targets > 0) await runPlain(stage, plain, { seed, kills, cap });
    if (waved > 0) await runWaved(stage, inWaves, seed);
    stage.checkResumptions();
    const load = await stage.aws.load();
    stage.check("AWS throttled, and lost answers after it had acted", [
      ...(load.throttled > 0 ? [] : ["no call was throttled"]),
      ...(load.failed > 0 ? [] : ["no answer was lost"]),
    ]);
    return stage.checks;
  }
}
