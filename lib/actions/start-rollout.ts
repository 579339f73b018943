"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { leaveOut } from "#lib/db/rollout-controls.ts";
import { startRollout as startInDatabase, writeWaves } from "#lib/db/rollout-drafts.ts";
import { advanceLane } from "#lib/jobs/advance-lane.ts";
import { wakeLane } from "#lib/jobs/advance-schedule.ts";
import { wakeAt } from "#lib/jobs/begin-schedule.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { laneAccess, startJobs } from "#lib/jobs/runtime.ts";
import { startNeeds } from "#lib/rollouts/acknowledge.ts";
import { readLocalTime } from "#lib/rollouts/window-times.ts";
import { action, demandRole, Refusal } from "./action.ts";
import { rolloutFor } from "./rollout-access.ts";
import { PlanHashSchema, ReasonSchema } from "./schemas.ts";

const Input = z.strictObject({
  rolloutId: z.uuid(),
  planHash: PlanHashSchema,
  /** What the person typed; for more than one environment it must be the number that will change. */
  confirmation: z.string().max(20).nullable(),
  acknowledgements: z.strictObject({
    /** Some of the environments do not answer meanwhile. */
    downtime: z.boolean(),
    /** Of some, too little is known to say that nothing calls IMDSv1. */
    noEvidence: z.boolean(),
    /** Some still call IMDSv1: they are left out, or changed all the same, for a reason. */
    inUse: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("leave-out") }),
        z.strictObject({ kind: z.literal("override"), reason: ReasonSchema }),
      ])
      .nullable(),
  }),
  /** When to begin, as the clock on the wall of a zone shows it; `null`: now. */
  startAt: z
    .strictObject({ local: z.string().max(19), zone: z.string().max(64) })
    .nullable()
    .default(null),
  /** Why change windows are not to hold it; `null`: they are. */
  windowOverride: z.string().trim().min(1).max(500).nullable().default(null),
});

/** Takes a wished start and gives its instant. @throws Refusal where it is no time, or is over. */
function scheduleOf(wish: z.output<typeof Input>["startAt"], now: Date): { at: Date; zone: string } | null {
  if (wish === null) return null;
  const reading = readLocalTime(wish.local, wish.zone);
  if (reading === undefined) throw new Refusal("invalid-input", `startAt: ${wish.local} ${wish.zone}`);
  const at = new Date(reading.at);
  if (at <= now) throw new Refusal("start-is-past", reading.at);
  return { at, zone: wish.zone };
}

/**
 * Starts a reviewed draft, or schedules its start. A single target takes its first step here, so that a refusal by AWS is
 * seen at once.
 */
export const startRollout = action({
  name: "start-rollout",
  role: "operator",
  reach: "change",
  schema: Input,
  run: async (context, { rolloutId, planHash, confirmation, acknowledgements, startAt, windowOverride }) => {
    const { actor, sql, now, announces, readsMetrics } = context;
    const rollout = await rolloutFor(context, rolloutId, "start-rollout");
    if (rollout.status !== "draft") throw new Refusal("wrong-status", rollout.status);
    const { leftOut, pending, missing } = startNeeds(rollout.targets, acknowledgements);
    if (pending.length === 0) throw new Refusal("nothing-to-do");
    if (rollout.targets.length > 1 && confirmation?.trim() !== String(pending.length))
      throw new Refusal("confirmation-mismatch");
    if (missing.length > 0) throw new Refusal("confirmation-mismatch", missing.join(", "));
    if (windowOverride !== null) await demandRole(context, "approver", "override-windows");
    const schedule = scheduleOf(startAt, now);

    await sql.transaction(async (tx) => {
      const left = leftOut.map(({ id, readiness }) => ({
        targetId: id,
        transition: { kind: "blocked", reason: { kind: "in-use", calls: readiness?.calls ?? 0 } } as const,
      }));
      if ((await leaveOut(tx, rolloutId, left, now)) < left.length) throw new Refusal("changed-since-review");
      // Else a canary that is left out would be none.
      if (left.length > 0) await writeWaves(tx, { id: rolloutId, policy: rollout.policy }, pending, context);
      const start = { id: rolloutId, planHash, startedBy: actor.name, acknowledgements, now, schedule, windowOverride };
      const outcome = await startInDatabase(tx, start, context);
      if (outcome === "halted") throw new Refusal("halted");
      if (outcome === "not-a-draft") throw new Refusal("wrong-status");
      if (outcome === "hash-mismatch") throw new Refusal("changed-since-review");
      if (outcome !== "started") {
        throw new Refusal("already-in-rollout", outcome.conflict.map(({ target }) => target).join(", "));
      }
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: schedule === null ? "rollout-started" : "rollout-scheduled",
        subject: `rollout:${rolloutId}`,
        before: pending.map(({ accountId, region, environmentId, name, before, readiness }) => ({
          accountId,
          region,
          environmentId,
          name,
          optionValue: before.optionValue,
          readiness: readiness?.verdict ?? null,
        })),
        after: {
          planHash,
          policy: rollout.policy,
          change: rollout.change,
          acknowledgements,
          leftOut: leftOut.map(({ name }) => name),
          ...(schedule === null ? {} : { startAt: schedule.at.toISOString(), startZone: schedule.zone }),
          ...(windowOverride === null ? {} : { windowOverride }),
        },
      });
    });

    const { boss } = await startJobs();
    if (schedule !== null) {
      await wakeAt(boss, rolloutId, schedule.at);
      return { rolloutId };
    }
    const lanes = new Map(pending.map((target) => [laneName(target), target]));
    // Woken before the first step is taken here: whatever becomes of it, the engine goes on.
    for (const lane of lanes.values()) await wakeLane(boss, lane, 1);
    const [only, ...others] = lanes.values();
    if (only !== undefined && others.length === 0 && pending.length === 1) {
      const access = await laneAccess(only);
      const { readOnly } = config();
      if (access !== undefined)
        await advanceLane({ sql, access, readOnly, announces, readsMetrics, now: () => new Date() });
    }
    return { rolloutId };
  },
});
