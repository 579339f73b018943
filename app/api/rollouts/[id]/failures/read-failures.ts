import type { Sql } from "#lib/db/database.ts";
import { accountLabels, targetsOf } from "#lib/db/progress-reads.ts";
import type { FailureGroup } from "#lib/rollouts/failures.ts";
import { causeOf, failureGroups } from "#lib/rollouts/failures.ts";

/** How many of each group are named; the list of targets has all. */
const SHOWN = 50;

/** Takes a rollout and gives what failed of it, by what is to be done about it. */
export async function readFailures(sql: Sql, id: string): Promise<FailureGroup[]> {
  const found = await targetsOf(sql, id, "failed");
  const labels = await accountLabels(
    sql,
    found.map(({ accountId }) => accountId),
  );
  const failed = found.flatMap((target) => {
    const cause = causeOf(target);
    if (cause === null) return [];
    const { id: targetId, accountId, region, environmentId, name, wave } = target;
    const accountLabel = labels.get(accountId) ?? accountId;
    return { id: targetId, accountId, region, environmentId, name, accountLabel, wave, cause };
  });
  return failureGroups(failed, SHOWN);
}
