import { and, asc, desc, eq, isNull, sql as raw } from "drizzle-orm";
import type { Target } from "#lib/rollouts/target.ts";
import type { ChangeWindow, WindowDraft } from "#lib/rollouts/window.ts";
import type { Sql } from "./database.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { changeWindows, rollouts, targets } from "./schema-rollouts.ts";

function windowOf(row: typeof changeWindows.$inferSelect): ChangeWindow {
  return { ...row, createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null };
}

/** Gives the windows that hold today, by name. */
export async function currentWindows(sql: Sql): Promise<ChangeWindow[]> {
  const rows = await sql
    .select()
    .from(changeWindows)
    .where(isNull(changeWindows.endedAt))
    .orderBy(asc(raw`lower(${changeWindows.name})`), changeWindows.id);
  return rows.map(windowOf);
}

/** Gives the windows that were ended, the latest first. */
export async function endedWindows(sql: Sql, { limit }: { limit: number }): Promise<ChangeWindow[]> {
  const rows = await sql
    .select()
    .from(changeWindows)
    .where(raw`${changeWindows.endedAt} is not null`)
    .orderBy(desc(changeWindows.endedAt), changeWindows.id)
    .limit(limit);
  return rows.map(windowOf);
}

/** Takes an id and gives the window, ended or not, or `null`. */
export async function findWindow(sql: Sql, id: string): Promise<ChangeWindow | null> {
  const [row] = await sql.select().from(changeWindows).where(eq(changeWindows.id, id));
  return row === undefined ? null : windowOf(row);
}

/** Takes a window that was written down without a fault and keeps it. */
export async function insertWindow(
  tx: Sql,
  { id, draft, by, now }: { id: string; draft: WindowDraft; by: string; now: Date },
): Promise<void> {
  const { name, kind, scope, recurrence, zone } = draft;
  await tx.insert(changeWindows).values({ id, name, kind, scope, recurrence, zone, createdBy: by, createdAt: now });
}

const asSeen = (id: string, version: number) =>
  and(eq(changeWindows.id, id), eq(changeWindows.version, version), isNull(changeWindows.endedAt));

/** Takes a window as somebody saw it and what it is to be; `false` where it was edited or ended since. */
export async function editWindow(
  tx: Sql,
  { id, version, draft }: { id: string; version: number; draft: WindowDraft },
): Promise<boolean> {
  const { name, kind, scope, recurrence, zone } = draft;
  const edited = await tx
    .update(changeWindows)
    .set({ name, kind, scope, recurrence, zone, version: version + 1 })
    .where(asSeen(id, version))
    .returning({ id: changeWindows.id });
  return edited.length > 0;
}

/** Takes a window as somebody saw it and ends it for good; `false` where it was edited or ended since. */
export async function endWindow(
  tx: Sql,
  { id, version, by, now }: { id: string; version: number; by: string; now: Date },
): Promise<boolean> {
  const ended = await tx
    .update(changeWindows)
    .set({ endedBy: by, endedAt: now, version: version + 1 })
    .where(asSeen(id, version))
    .returning({ id: changeWindows.id });
  return ended.length > 0;
}

/** What a window may be limited to, as far as this dashboard knows. */
export type ScopeChoices = {
  accounts: { id: string; label: string }[];
  regions: string[];
  applications: string[];
};

/** Gives the accounts, regions and applications that environments are in. */
export async function scopeChoices(sql: Sql): Promise<ScopeChoices> {
  const [known, applications] = await Promise.all([
    sql
      .selectDistinct({ id: lanes.accountId, label: lanes.accountLabel, region: lanes.region })
      .from(lanes)
      .where(eq(lanes.enabled, true))
      .orderBy(lanes.accountLabel, lanes.accountId, lanes.region),
    sql
      .selectDistinct({ application: environments.application })
      .from(environments)
      .where(isNull(environments.goneAt))
      .orderBy(environments.application),
  ]);
  return {
    accounts: [...new Map(known.map(({ id, label }) => [id, { id, label }])).values()],
    regions: [...new Set(known.map(({ region }) => region))].toSorted(),
    applications: applications.map(({ application }) => application),
  };
}

/** Takes a rollout and gives when its scheduled start is due, and whether it waits for windows at all; `null`: there is none. */
export async function startOf(
  sql: Sql,
  rolloutId: string,
): Promise<{ scheduledFor: Date | null; windowsOverridden: boolean } | null> {
  const [row] = await sql
    .select({ status: rollouts.status, startAt: rollouts.startAt, windowOverride: rollouts.windowOverride })
    .from(rollouts)
    .where(eq(rollouts.id, rolloutId));
  if (row === undefined) return null;
  return {
    scheduledFor: row.status === "scheduled" ? row.startAt : null,
    windowsOverridden: row.windowOverride !== null,
  };
}

/** Takes a rollout and gives where its pending targets are, which is all that windows ask. */
export async function pendingPlaces(
  sql: Sql,
  rolloutId: string,
): Promise<Pick<Target, "id" | "accountId" | "region" | "application">[]> {
  return sql
    .select({
      id: targets.id,
      accountId: targets.accountId,
      region: targets.region,
      application: targets.application,
    })
    .from(targets)
    .where(and(eq(targets.rolloutId, rolloutId), eq(targets.status, "pending")))
    .orderBy(targets.id);
}
