"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { startRollout as startInDatabase } from "#lib/db/rollout-queries.ts";
import { advanceLane } from "#lib/jobs/advance-lane.ts";
import { wakeLane } from "#lib/jobs/advance-schedule.ts";
import { wakeAt } from "#lib/jobs/begin-schedule.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { laneAccess, startJobs } from "#lib/jobs/runtime.ts";
import { hasDowntime } from "#lib/rollouts/plan.ts";
import { readLocalTime } from "#lib/rollouts/window-times.ts";
import { action, demandRole, Refusal } from "./action.ts";
import { rolloutFor } from "./rollout-access.ts";

const Input = z.strictObject({
  rolloutId: z.uuid(),
  planHash: z.string().regex(/^[0-9a-f]{64}$/u),
  capPerLane: z.int().min(1).max(10),
  /** What the person typed; for more than one environment it must be the number that will change. */
  confirmation: z.string().max(20).nullable(),
  /** Whether the person accepted that some of the environments do not answer meanwhile. */
  downtimeAccepted: z.boolean(),
  /** When to begin, as the clock on the wall of a zone shows it; `null`: now. */
  startAt: z
    .strictObject({ local: z.string().max(16), zone: z.string().max(64) })
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
  run: async (
    context,
    { rolloutId, planHash, capPerLane, confirmation, downtimeAccepted, startAt, windowOverride },
  ) => {
    const { actor, sql, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "start-rollout");
    const pending = rollout.targets.filter(({ state }) => state.status === "pending");
    if (rollout.status !== "draft") throw new Refusal("wrong-status", rollout.status);
    if (pending.length === 0) throw new Refusal("nothing-to-do");
    if (rollout.targets.length > 1 && confirmation?.trim() !== String(pending.length))
      throw new Refusal("confirmation-mismatch");
    if (!downtimeAccepted && pending.some(({ before }) => hasDowntime(before.replacement))) {
      throw new Refusal("confirmation-mismatch", "downtimeAccepted");
    }
    if (windowOverride !== null) await demandRole(context, "approver", "override-windows");
    const schedule = scheduleOf(startAt, now);

    await sql.transaction(async (tx) => {
      const start = { id: rolloutId, planHash, startedBy: actor.name, capPerLane, now, schedule, windowOverride };
      const outcome = await startInDatabase(tx, start);
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
        before: pending.map(({ accountId, region, environmentId, name, before }) => ({
          accountId,
          region,
          environmentId,
          name,
          optionValue: before.optionValue,
        })),
        after: {
          planHash,
          capPerLane,
          change: rollout.change,
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
      if (access !== undefined) await advanceLane({ sql, access, readOnly: config().readOnly, now: () => new Date() });
    }
    return { rolloutId };
  },
});
