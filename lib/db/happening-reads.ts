import { and, asc, eq, inArray, or, sql as raw } from "drizzle-orm";
import type { Deed, Happening } from "#lib/rollouts/happenings.ts";
import { happeningsOf } from "#lib/rollouts/happenings.ts";
import type { PauseReason } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { audit } from "./schema-people.ts";
import { rollouts } from "./schema-rollouts.ts";
import { wavesOfRollout } from "./wave-reads.ts";

/** More lines than anybody reads: a rollout whose targets were skipped one by one has as many. */
const MOST = 500;

const ACTIONS = [
  "rollout-scheduled",
  "rollout-unscheduled",
  "rollout-paused",
  "rollout-resumed",
  "rollout-stopped",
  "target-skipped",
  "rollouts-halted",
] as const;
type Action = (typeof ACTIONS)[number];

type Entry = {
  at: Date;
  by: string;
  action: Action;
  /** What the engine paused for; who pauses by hand gives no more than that. */
  pause: PauseReason | { kind: "person" } | null;
  abort: boolean | null;
  name: string | null;
};

function deedOf({ at: date, by, action, pause, abort, name }: Entry): Deed {
  const at = date.toISOString();
  switch (action) {
    case "rollout-scheduled":
      return { at, by, kind: "scheduled" };
    case "rollout-unscheduled":
      return { at, by, kind: "unscheduled" };
    case "rollout-resumed":
      return { at, by, kind: "resumed" };
    case "rollout-paused":
      return {
        at,
        by,
        kind: "paused",
        pause: pause === null || pause.kind === "person" ? { kind: "person", by } : pause,
      };
    case "rollouts-halted":
      return { at, by, kind: "paused", pause: { kind: "halt", by } };
    case "rollout-stopped":
      return { at, by, kind: "stop-requested", abort: abort === true };
    case "target-skipped":
      return { at, by, kind: "target-skipped", name: name ?? "" };
  }
}

/** Takes a rollout's id and gives its timeline, oldest first, or `null`: from its row, its waves and the audit log. */
export async function rolloutHappenings(sql: Sql, id: string): Promise<Happening[] | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const halted = and(eq(audit.subject, "rollouts"), raw`${audit.before}->'running' ? ${id}`);
  const [waves, entries] = await Promise.all([
    wavesOfRollout(sql, id),
    sql
      .select({
        at: audit.at,
        by: audit.actor,
        action: raw<Action>`${audit.action}`,
        pause: raw<Entry["pause"]>`case when ${audit.action} = 'rollout-paused' then ${audit.after} end`,
        abort: raw<boolean | null>`(${audit.after}->>'abort')::boolean`,
        name: raw<string | null>`case when ${audit.action} = 'target-skipped' then ${audit.before}->>'name' end`,
      })
      .from(audit)
      .where(and(or(eq(audit.subject, `rollout:${id}`), halted), inArray(audit.action, [...ACTIONS])))
      .orderBy(asc(audit.id))
      .limit(MOST),
  ]);
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return happeningsOf(
    {
      status: row.status,
      createdBy: row.createdBy,
      createdAt: row.createdAt.toISOString(),
      startedBy: row.startedBy,
      startedAt: instant(row.startedAt),
      finishedAt: instant(row.finishedAt),
      waves,
    },
    entries.map(deedOf),
  );
}
