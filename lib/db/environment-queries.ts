import { and, eq, inArray, isNull } from "drizzle-orm";
import type { AwsFailure } from "#lib/errors.ts";
import type { EnvironmentFacts, EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { Sql } from "./database.ts";
import type { LiveFacts, SettingsFacts } from "./environment-facts.ts";
import { DERIVED, derivedOf, lockPostures, platformsByKey } from "./environment-posture.ts";
import { updateEnvironments, upsertEnvironments } from "./environment-writes.ts";
import { environments } from "./schema-fleet.ts";

type Row = typeof environments.$inferSelect;

const inLane = ({ accountId, region }: LaneKey) =>
  and(eq(environments.accountId, accountId), eq(environments.region, region));
const isEnvironment = (key: EnvironmentKey) => and(inLane(key), eq(environments.environmentId, key.environmentId));
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Reads a lane's rows and keeps other writers off them; always in the same order, so that two writers never wait for each other. */
function lockedRows(tx: Sql, lane: LaneKey): Promise<Row[]> {
  return tx.select().from(environments).where(inLane(lane)).orderBy(environments.environmentId).for("update");
}

/** An answer that is older than what is known (a scan's, beside a rollout's) must not turn an environment's state back. */
function newestLive(fact: EnvironmentFacts, known: Row | undefined) {
  const dateUpdated = dateOf(fact.dateUpdated);
  if (known !== undefined && known.dateUpdated !== null && dateUpdated !== null && known.dateUpdated > dateUpdated) {
    const { status, health, healthStatus, abortable } = known;
    return { status, health, healthStatus, abortable, dateUpdated: known.dateUpdated };
  }
  const { status, health, healthStatus, abortable } = fact;
  return { status, health, healthStatus, abortable, dateUpdated };
}

function factColumns(fact: EnvironmentFacts, known: Row | undefined) {
  return {
    environmentId: fact.environmentId,
    name: fact.name,
    application: fact.application,
    arn: fact.arn,
    description: fact.description,
    platformKey: fact.platformKey,
    platform: fact.platform,
    platformArn: fact.platformArn,
    tier: fact.tier,
    cname: fact.cname,
    versionLabel: fact.versionLabel,
    dateCreated: dateOf(fact.dateCreated),
    goneAt: null,
    ...newestLive(fact, known),
  };
}

function isUnchanged(columns: ReturnType<typeof factColumns>, known: Row): boolean {
  const before: Record<string, unknown> = known;
  return Object.entries(columns).every(([name, value]) => {
    const was = before[name];
    return value instanceof Date && was instanceof Date ? value.getTime() === was.getTime() : value === was;
  });
}

/** What a listing writes; the rest of a row stays as it is. */
const LISTED = [
  "name",
  "application",
  "arn",
  "description",
  "platformKey",
  "platform",
  "platformArn",
  "tier",
  "status",
  "health",
  "healthStatus",
  "abortable",
  "cname",
  "versionLabel",
  "dateCreated",
  "dateUpdated",
  "scannedAt",
  "goneAt",
  ...DERIVED,
] as const satisfies (keyof Row)[];

/** Takes all environments AWS lists in a lane; those it no longer lists, or lists as Terminated, are gone. */
export async function storeEnvironments(
  sql: Sql,
  lane: LaneKey,
  facts: readonly EnvironmentFacts[],
  scannedAt: Date,
): Promise<void> {
  const { accountId, region } = lane;
  await sql.transaction(async (tx) => {
    await lockPostures(tx, region, "environment-writer");
    const known = new Map((await lockedRows(tx, lane)).map((row) => [row.environmentId, row]));
    const defaults = await platformsByKey(tx, region);
    const listed = new Map(
      facts.filter(({ status }) => status !== "Terminated").map((fact) => [fact.environmentId, fact]),
    );

    const gone = [...known.values()].filter(
      ({ environmentId, goneAt }) => goneAt === null && !listed.has(environmentId),
    );
    if (gone.length > 0) {
      const ids = gone.map(({ environmentId }) => environmentId);
      await tx
        .update(environments)
        .set({ goneAt: scannedAt })
        .where(and(inLane(lane), inArray(environments.environmentId, ids)));
    }
    await tx
      .update(environments)
      .set({ scannedAt })
      .where(and(inLane(lane), isNull(environments.goneAt)));

    const changed = [...listed.values()].flatMap((fact) => {
      const before = known.get(fact.environmentId);
      const columns = factColumns(fact, before);
      if (before !== undefined && isUnchanged(columns, before)) return [];
      const posture = {
        ...columns,
        optionValue: before?.optionValue ?? null,
        settingsReadAt: before?.settingsReadAt ?? null,
        draftStatus: before?.draftStatus ?? null,
        settingsFailure: before?.settingsFailure ?? null,
        launchKind: before?.launchKind ?? null,
        instances: before?.instances ?? null,
        useEvidence: before?.useEvidence ?? null,
        changeRefused: before?.changeRefused ?? null,
      };
      return [
        {
          accountId,
          region,
          scannedAt,
          ...columns,
          ...derivedOf(posture, defaults.get(fact.platformKey)),
        },
      ];
    });
    const inOrder = changed.toSorted((one, other) => (one.environmentId < other.environmentId ? -1 : 1));
    await upsertEnvironments(tx, inOrder, LISTED);
  });
}

/** Takes a lane's instances by environment id; environments that are not in the map have none. */
export async function storeInstances(
  sql: Sql,
  lane: LaneKey,
  instances: ReadonlyMap<string, readonly PostureInstance[]>,
  now: Date,
): Promise<void> {
  await sql.transaction(async (tx) => {
    await lockPostures(tx, lane.region, "environment-writer");
    const rows = (await lockedRows(tx, lane)).filter(({ goneAt }) => goneAt === null);
    if (rows.length === 0) return;
    const defaults = await platformsByKey(tx, lane.region);
    const read = rows.map((row) => {
      const list = { instances: [...(instances.get(row.environmentId) ?? [])], instancesReadAt: now };
      return { ...row, ...list, ...derivedOf({ ...row, ...list }, defaults.get(row.platformKey)) };
    });
    await updateEnvironments(tx, read, ["instances", "instancesReadAt", ...DERIVED]);
  });
}

/** Takes what was read of one environment's settings; of an environment that is not known it keeps nothing. */
export async function storeSettings(sql: Sql, key: EnvironmentKey, settings: SettingsFacts): Promise<void> {
  await storeSettingsOfLane(sql, key, new Map([[key.environmentId, settings]]), settings.readAt);
}

/**
 * Takes what was read of the settings of a lane's environments, by id, some of it a moment ago: an environment that was read
 * later than that, by a rollout beside a scan, keeps its newer reading; of those that are not known nothing is kept.
 */
export async function storeSettingsOfLane(
  sql: Sql,
  lane: LaneKey,
  settings: ReadonlyMap<string, SettingsFacts>,
  now: Date,
): Promise<void> {
  await sql.transaction(async (tx) => {
    await lockPostures(tx, lane.region, "environment-writer");
    const among = and(inLane(lane), inArray(environments.environmentId, [...settings.keys()]));
    const rows = await tx.select().from(environments).where(among).orderBy(environments.environmentId).for("update");
    if (rows.length === 0) return;
    const defaults = await platformsByKey(tx, lane.region);
    const read = rows.flatMap((row) => {
      const facts = settings.get(row.environmentId);
      if (facts === undefined || isReadBetween(row, facts.readAt, now)) return [];
      const columns = settingsColumns(facts, row);
      return [{ ...row, ...columns, ...derivedOf({ ...row, ...columns }, defaults.get(row.platformKey)) }];
    });
    await updateEnvironments(tx, read, [...SETTINGS, ...DERIVED]);
  });
}

/** Takes an environment and why its settings could not be read; what an earlier reading told is kept. */
export async function noteSettingsFailure(
  sql: Sql,
  key: EnvironmentKey,
  failure: AwsFailure,
  now: Date,
): Promise<void> {
  const settingsFailure = { failure, at: now.toISOString() };
  await sql.update(environments).set({ settingsFailure }).where(isEnvironment(key));
}

/** A reading from the future is a clock's that was set back since; it keeps nobody from writing. */
const isReadBetween = ({ settingsReadAt }: Row, from: Date, to: Date): boolean =>
  settingsReadAt !== null && settingsReadAt > from && settingsReadAt <= to;

/** What a reading of settings writes. */
const SETTINGS = [
  "optionValue",
  "settingsReadAt",
  "settingsDateUpdated",
  "settingsFailure",
  "replacement",
  "launchKind",
  "draftStatus",
  "managedUpdates",
] as const satisfies (keyof Row)[];

function settingsColumns(facts: SettingsFacts, known: Row): Pick<Row, (typeof SETTINGS)[number]> {
  const { optionValue, readAt, draftStatus, replacement, managedUpdates, listedDateUpdated } = facts;
  return {
    optionValue: optionValue ?? null,
    settingsReadAt: readAt,
    settingsDateUpdated: listedDateUpdated === undefined ? known.dateUpdated : dateOf(listedDateUpdated),
    settingsFailure: null,
    replacement,
    // A set without launch resources does not tell; what an earlier reading told still holds.
    launchKind: facts.launchKind ?? known.launchKind,
    draftStatus,
    managedUpdates,
  };
}

/** Takes what a rollout saw of an environment while it changes. */
export async function patchEnvironment(sql: Sql, key: EnvironmentKey, live: LiveFacts): Promise<void> {
  const { status, health, healthStatus, abortable } = live;
  await sql.transaction(async (tx) => {
    await lockPostures(tx, key.region, "environment-writer");
    const [row] = await tx.select().from(environments).where(isEnvironment(key)).for("update");
    if (row === undefined) return;
    const defaults = await platformsByKey(tx, key.region);
    const columns = { status, health, healthStatus, abortable, dateUpdated: dateOf(live.dateUpdated) };
    await tx
      .update(environments)
      .set({ ...columns, ...derivedOf({ ...row, ...columns }, defaults.get(row.platformKey)) })
      .where(isEnvironment(key));
  });
}
