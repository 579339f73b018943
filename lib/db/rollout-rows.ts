import type { Target } from "#lib/rollouts/target.ts";
import type { targets } from "./schema-rollouts.ts";

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
