import { setTimeout as wait } from "node:timers/promises";
import type { WorldEnvironment } from "../running/shapes.ts";
import { beginRollout } from "./begin.ts";
import { figuresOf } from "./figures.ts";
import { instantsOf } from "./instants.ts";
import type { ChaosStage } from "./stage.ts";
import { ENDS, faultsOf } from "./verdict.ts";

export type PlainOptions = { seed: number; kills: number; cap: number };

/** Every so many targets AWS rolls the update back. */
const ROLLED_BACK_EACH = 20;

/** Kills the server again and again while a rollout is running; gives how often, until it was over. */
async function killAll(stage: ChaosStage, id: string, { seed, kills }: PlainOptions): Promise<number> {
  const instants = instantsOf(seed, kills);
  let isSecondToCome = stage.kind === "pglite";
  for (const [index, instant] of instants.entries()) {
    stage.lookForDead();
    await wait(instant.laterMs);
    stage.lookForDead();
    const now = await stage.rollout(id);
    if (now !== undefined && now.status !== "running") return index;
    const ended = now?.targets.filter(({ state }) => ENDS.has(state.status)).length;
    const next = instants[index + 1]?.while;
    const words = await stage.strike(id, instant, next);
    stage.say(`kill ${index + 1}/${kills}: ${ended ?? "?"} ended, ${words}`);
    if (isSecondToCome && index + 1 >= kills / 2 && next !== "starting") {
      isSecondToCome = false;
      await stage.second();
    }
  }
  return instants.length;
}

/** A bulk change without waves under fire: every target has its end, whatever happens; some of the updates AWS rolls back. */
export async function runPlain(
  stage: ChaosStage,
  chosen: readonly WorldEnvironment[],
  options: PlainOptions,
): Promise<void> {
  const { aws } = stage;
  for (const [index, { id }] of chosen.entries())
    await aws.setFate(id, index % ROLLED_BACK_EACH === ROLLED_BACK_EACH - 1 ? "rolls-back" : "succeeds");
  const before = (await aws.journal()).length;
  const { url } = await stage.answering();
  const ids = chosen.map(({ id }) => id);
  const { id, cookie } = await beginRollout(url, ids, { kind: "cap", perLane: options.cap });
  stage.signedIn(cookie);
  await stage.loseAnswers();
  stage.say(`${chosen.length} targets are under way`);

  const made = await killAll(stage, id, options);
  await stage.until(id, ({ status }) => status !== "running");
  stage.say("the rollout is over");
  const rollout = await stage.whole(id);
  const journal = (await aws.journal()).slice(before);
  stage.check(
    "journal, database and world agree; nothing was updated twice; every target has its end",
    faultsOf(journal, rollout, await aws.environments()),
  );
  stage.check(
    `the server was killed ${options.kills} times in the middle of the change`,
    made === options.kills ? [] : [`only ${made} times before it was over`],
  );
  for (const line of figuresOf(rollout, journal, await aws.load(), stage.resumed)) stage.say(line);
}
