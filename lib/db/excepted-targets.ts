import { and, eq, inArray, sql as raw } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { BlockReason, Target } from "#lib/rollouts/target.ts";
import { exceptedOf, leavesOutExcepted } from "#lib/rollouts/plan.ts";
import type { Sql } from "./database.ts";
import { coveringOf } from "./exception-coverage.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

/** A target that waits for its turn although an accepted risk covers it now, and why it must not have it. */
export type ExceptedTarget = { target: Target; version: number; reason: BlockReason };

/** Takes which targets are meant and gives those of them that an exception made since their plan keeps from being started. */
async function selectExcepted(sql: Sql, which: SQL | undefined, now: Date): Promise<ExceptedTarget[]> {
  const base = alias(rollouts, "base");
  const disables = raw`${targets.change}->>'methods' = 'v2-only'`;
  const rows = await sql
    .select({ target: targets, kind: rollouts.kind, basedOn: base.kind })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .leftJoin(base, eq(base.id, rollouts.basedOn))
    .where(
      and(
        which,
        // A scheduled rollout is asked when it begins: until then it can be a draft again.
        inArray(rollouts.status, ["running", "paused"]),
        eq(targets.holds, true),
        eq(targets.status, "pending"),
        disables,
      ),
    );
  const waiting = rows.filter(({ kind, basedOn }) => leavesOutExcepted(kind, basedOn));
  const covering = await coveringOf(
    sql,
    waiting.map(({ target }) => target),
    now,
  );
  return waiting.flatMap(({ target }) => {
    const reason = exceptedOf(covering(target), target.change);
    return reason === undefined ? [] : [{ target: targetOf(target), version: target.version, reason }];
  });
}

/** Takes a lane and gives its waiting targets that an accepted risk covers. */
export function exceptedInLane(sql: Sql, { accountId, region }: LaneKey, now: Date): Promise<ExceptedTarget[]> {
  return selectExcepted(sql, and(eq(targets.accountId, accountId), eq(targets.region, region)), now);
}

/** Takes targets' ids and gives those that an accepted risk covers. */
export async function exceptedOfTargets(sql: Sql, ids: readonly string[], now: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await selectExcepted(sql, inArray(targets.id, [...ids]), now);
  return new Set(found.map(({ target }) => target.id));
}
