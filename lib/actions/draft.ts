import { randomUUID } from "node:crypto";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { insertDraft } from "#lib/db/rollout-drafts.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { laneAccess, startJobs } from "#lib/jobs/runtime.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { planHashOf } from "#lib/jobs/plan-hash.ts";
import { refreshEnvironmentNow } from "#lib/jobs/refresh-environment.ts";
import { wakeValidation } from "#lib/jobs/validate-drafts.ts";
import { validateWhilePlanning } from "#lib/jobs/validate-targets.ts";
import { beforeOf, leavesOutExcepted, planTarget } from "#lib/rollouts/plan.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { RolloutKind } from "#lib/rollouts/rollout.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { isUnvalidated, validationProgress, withValidation } from "#lib/rollouts/validation.ts";
import { Refusal } from "./action.ts";
import type { ActionContext } from "./action.ts";
import { demandKnownLanes } from "./lane-access.ts";

export type Wish = { key: EnvironmentKey; change: Change };

const keyText = (key: EnvironmentKey): string => `${laneName(key)}:${key.environmentId}`;

/** Takes anything that names an environment and gives just its key. */
export function keyOf({ accountId, region, environmentId }: EnvironmentKey): EnvironmentKey {
  return { accountId, region, environmentId };
}

/**
 * Takes what is wished of each environment and writes a draft: every target with its before, and whether it can be
 * done. A single environment is read anew from AWS first; many are planned from the last scan, and each is looked at
 * again right before its turn. AWS is asked whether it would take the settings: now where they are few, by a job where not.
 * @throws Refusal for an environment or lane that is not known; AwsCallError where the fresh read fails.
 */
export async function writeDraft(
  context: ActionContext,
  plan: {
    kind: RolloutKind;
    wishes: readonly Wish[];
    basedOn: { id: string; kind: RolloutKind } | null;
    policy?: Policy;
    /** How it was asked for, where that is a choice: for the audit log. */
    asked?: object;
  },
): Promise<string> {
  const { sql, actor, now } = context;
  const wishes = [...new Map(plan.wishes.map((wish) => [keyText(wish.key), wish])).values()];
  const [first] = wishes;
  if (first === undefined) throw new Refusal("nothing-to-do");
  await demandKnownLanes();
  for (const key of new Map(wishes.map((wish) => [laneName(wish.key), wish.key])).values()) {
    if ((await laneAccess(key)) === undefined) throw new Refusal("unknown-lane", laneName(key));
  }
  if (wishes.length === 1) {
    const access = await laneAccess(first.key);
    if (access === undefined) throw new Refusal("unknown-lane", laneName(first.key));
    if ((await findEnvironments(sql, [first.key])).length === 0)
      throw new Refusal("unknown-environment", keyText(first.key));
    await refreshEnvironmentNow(sql, access, first.key, () => new Date());
  }

  const found = await findEnvironments(
    sql,
    wishes.map((wish) => wish.key),
  );
  const environments = new Map(found.map((environment) => [keyText(environment), environment]));
  const lanes = new Map((await listLanes(sql)).map((lane) => [laneName(lane), lane]));
  const rolloutId = randomUUID();
  const leavesOut = leavesOutExcepted(plan.kind, plan.basedOn?.kind ?? null);
  const planned = wishes.map(({ key, change }): Target => {
    const environment = environments.get(keyText(key));
    if (environment === undefined) throw new Refusal("unknown-environment", keyText(key));
    return {
      id: randomUUID(),
      rolloutId,
      ...key,
      name: environment.name,
      application: environment.application,
      change,
      before: beforeOf(environment),
      tags: environment.tags.tags,
      validation: null,
      state: planTarget(
        { environment, laneFailure: lanes.get(laneName(key))?.failure ?? null, leavesOutExcepted: leavesOut },
        change,
      ),
    };
  });
  const { accessTo, boss } = await startJobs();
  const answers = await validateWhilePlanning(accessTo, planned);
  const targets = planned.map((target) => {
    const validation = answers.get(target.id);
    return validation === undefined ? target : withValidation(target, validation);
  });
  // A single change has no waves: it goes on as a policy without any.
  const policy = targets.length > 1 ? (plan.policy ?? NO_POLICY) : NO_POLICY;
  const planHash = planHashOf(targets, policy);

  await sql.transaction(async (tx) => {
    const rollout = {
      id: rolloutId,
      kind: plan.kind,
      createdBy: actor.name,
      createdAt: now,
      policy,
      planHash,
      basedOn: plan.basedOn?.id ?? null,
    };
    await insertDraft(tx, { rollout, targets }, context);
    await writeAudit(tx, {
      at: now,
      actor: actor.name,
      actorRole: actor.role,
      action: "rollout-planned",
      subject: `rollout:${rolloutId}`,
      before: null,
      after: {
        kind: plan.kind,
        planHash,
        policy,
        ...(plan.basedOn === null ? {} : { basedOn: plan.basedOn.id }),
        ...plan.asked,
        targets: targets.length,
        pending: targets.filter(({ state }) => state.status === "pending").length,
        validated: validationProgress(targets),
      },
    });
  });
  if (targets.some(isUnvalidated)) await wakeValidation(boss, rolloutId);
  return rolloutId;
}
