"use server";

import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { haltAll, liftHalt } from "#lib/db/halt-queries.ts";
import { action, Refusal } from "./action.ts";
import { ReasonSchema } from "./schemas.ts";

/**
 * Halts every rollout: all that run are paused, and none is started or resumed until a person lifts it. Whoever may start many
 * changes may stop them all; to let them go on again takes more.
 */
export const haltRollouts = action({
  name: "halt-rollouts",
  role: "author",
  // It reduces change, so it stays possible when everything else is read-only.
  reach: "look",
  schema: z.strictObject({ reason: ReasonSchema }),
  run: async ({ sql, actor, now, announces }, { reason }) => ({
    paused: await sql.transaction(async (tx) => {
      const paused = await haltAll(tx, { by: actor.name, reason }, now, { announces });
      if (paused === null) throw new Refusal("wrong-status", "halted");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "rollouts-halted",
        subject: "rollouts",
        before: { running: paused },
        after: { reason },
      });
      return paused.length;
    }),
  }),
});

/** Lifts the halt. What it paused stays paused: each is looked at, and resumed, by a person. */
export const liftRolloutHalt = action({
  name: "lift-halt",
  role: "approver",
  reach: "look",
  schema: z.strictObject({}),
  run: async ({ sql, actor, now }) => {
    await sql.transaction(async (tx) => {
      const halt = await liftHalt(tx);
      if (halt === null) throw new Refusal("wrong-status");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "halt-lifted",
        subject: "rollouts",
        before: halt,
        after: null,
      });
    });
    return {};
  },
});
