import { sql as raw } from "drizzle-orm";
import type { Target } from "#lib/rollouts/target.ts";
import { targets } from "./schema-rollouts.ts";

/** Takes a target's row and gives the target. */
export function targetOf(row: typeof targets.$inferSelect): Target {
  const { id, rolloutId, accountId, region, environmentId, name, application } = row;
  const { change, before, tags, validation, state } = row;
  return {
    id,
    rolloutId,
    accountId,
    region,
    environmentId,
    name,
    application,
    change,
    before,
    tags,
    validation,
    state,
  };
}

/** A failed target, or a changed one whose gate failed. */
export const isFailure = raw`(${targets.status} = 'failed' or ${targets.gate}->>'kind' = 'failed')`;
