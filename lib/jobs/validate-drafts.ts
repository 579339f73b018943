import type { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Sql } from "#lib/db/database.ts";
import { choosePolicy } from "#lib/db/rollout-drafts.ts";
import type { Reading } from "#lib/db/rollout-drafts.ts";
import { draftsToValidate, lockDraft, storeValidations, targetsToValidate } from "#lib/db/validation-queries.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { isUnvalidated, withValidation } from "#lib/rollouts/validation.ts";
import { eachOf } from "./each-of.ts";
import { laneName } from "./lanes.ts";
import type { AccessTo } from "./lanes.ts";
import { planHashOf } from "./plan-hash.ts";
import type { Answer } from "./validate-targets.ts";
import { validateTarget } from "./validate-targets.ts";

export const VALIDATE_QUEUE = "validate-drafts";
const SWEEP = "sweep";
const SWEEP_SECONDS = 30;
/** So many answers of a lane are kept together: few enough that a reader sees them come. */
const KEPT_TOGETHER = 5;
const LANES_AT_ONCE = 8;
const Payload = z.object({ rolloutId: z.string().nullable() });

type Deps = Reading & { sql: Sql; accessTo: AccessTo };

/**
 * Takes AWS's answers and keeps those whose targets are still to be asked about. What AWS would refuse is blocked, and with
 * any word of AWS's the plan is another: its waves, its estimate and its hash are made anew. `false`: it is no draft any more.
 */
export async function keepAnswers(
  sql: Sql,
  rolloutId: string,
  answers: readonly Answer[],
  reading: Reading = {},
): Promise<boolean> {
  return sql.transaction(async (tx) => {
    const draft = await lockDraft(tx, rolloutId);
    if (draft === null) return false;
    const said = new Map(answers.map(({ target, validation }) => [target.id, validation]));
    const targets = draft.targets.map((target) => {
      const validation = said.get(target.id);
      return validation === undefined || !isUnvalidated(target) ? target : withValidation(target, validation);
    });
    const changed = targets.filter((target, index) => target !== draft.targets[index]);
    await storeValidations(tx, changed);
    if (changed.some(({ validation }) => validation?.kind === "messages")) {
      const { policy } = draft;
      await choosePolicy(tx, { id: rolloutId, policy, planHash: planHashOf(targets, policy) }, targets, reading);
    }
    return true;
  });
}

/**
 * Takes a draft and asks AWS about each target that has no answer yet: in a lane one after the other, so that a rollout at work
 * there waits for one call at most. What was answered is kept as it comes; whoever goes on later asks the rest.
 */
export async function validateDraft(deps: Deps, rolloutId: string, signal?: AbortSignal): Promise<void> {
  const { sql, accessTo } = deps;
  let isDraft = true;
  const validateLane = async (lane: readonly Target[]): Promise<void> => {
    for (let start = 0; isDraft && start < lane.length; start += KEPT_TOGETHER) {
      const answers: Answer[] = [];
      for (const target of lane.slice(start, start + KEPT_TOGETHER)) {
        const validation = await validateTarget(accessTo, target, signal);
        if (validation !== null) answers.push({ target, validation });
      }
      isDraft &&= await keepAnswers(sql, rolloutId, answers, deps);
    }
  };
  const lanes = Map.groupBy(await targetsToValidate(sql, rolloutId), laneName);
  await eachOf([...lanes.values()], LANES_AT_ONCE, validateLane);
}

/** Has AWS asked about a draft's targets, by whichever server is there. */
export async function wakeValidation(boss: PgBoss, rolloutId: string): Promise<void> {
  await boss.send(VALIDATE_QUEUE, { rolloutId }, { singletonKey: rolloutId });
}

/**
 * Registers the worker that asks AWS about drafts that were too large to be asked about while they were planned. Our table says
 * what is left to ask; the sweep finds what lost its wake-up, and what is a draft again.
 */
export async function registerValidateWorker(boss: PgBoss, deps: Deps): Promise<void> {
  await boss.createQueue(VALIDATE_QUEUE, {
    policy: "stately",
    heartbeatSeconds: 10,
    expireInSeconds: 60 * 60,
    retryLimit: 1_000_000,
    retryDelay: 2,
    deleteAfterSeconds: 60,
  });
  await boss.work(VALIDATE_QUEUE, { pollingIntervalSeconds: 1, localConcurrency: 2, batchSize: 1 }, async (jobs) => {
    for (const job of jobs) {
      const { rolloutId } = Payload.parse(job.data);
      if (rolloutId !== null) {
        await validateDraft(deps, rolloutId, job.signal);
        continue;
      }
      for (const id of await draftsToValidate(deps.sql)) await wakeValidation(boss, id);
      await boss.upsert(VALIDATE_QUEUE, { rolloutId: null }, { singletonKey: SWEEP, startAfter: SWEEP_SECONDS });
    }
  });
  await boss.upsert(VALIDATE_QUEUE, { rolloutId: null }, { singletonKey: SWEEP, startAfter: 0 });
}
