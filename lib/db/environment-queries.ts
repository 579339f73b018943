import { and, eq, inArray, isNull, lt, ne, notInArray, or, sql as raw } from "drizzle-orm";
import type { EnvironmentFacts, EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { Sql } from "./database.ts";
import type { LiveFacts, SettingsFacts, StaleSettings } from "./environment-facts.ts";
import { derivedOf, lockPostures, platformsByKey, writeDerived } from "./environment-posture.ts";
import { environments } from "./schema.ts";

type Row = typeof environments.$inferSelect;

const inLane = ({ accountId, region }: LaneKey) =>
  and(eq(environments.accountId, accountId), eq(environments.region, region));
const isEnvironment = (key: EnvironmentKey) => and(inLane(key), eq(environments.environmentId, key.environmentId));
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Statuses in which a pending draft is still being deployed. AWS: API_EnvironmentDescription. */
const UNDER_WAY = ["Updating", "Aborting"];

/** Statuses in which nothing is deployed yet, or any more: asking for settings would be a call for nothing. */
const WITHOUT_SETTINGS = ["Launching", "Terminating"];

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 500;

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

const FACT_COLUMNS = {
  name: raw`excluded.name`,
  application: raw`excluded.application`,
  arn: raw`excluded.arn`,
  description: raw`excluded.description`,
  platformKey: raw`excluded.platform_key`,
  platform: raw`excluded.platform`,
  platformArn: raw`excluded.platform_arn`,
  tier: raw`excluded.tier`,
  status: raw`excluded.status`,
  health: raw`excluded.health`,
  healthStatus: raw`excluded.health_status`,
  abortable: raw`excluded.abortable`,
  cname: raw`excluded.cname`,
  versionLabel: raw`excluded.version_label`,
  dateCreated: raw`excluded.date_created`,
  dateUpdated: raw`excluded.date_updated`,
  scannedAt: raw`excluded.scanned_at`,
  goneAt: raw`excluded.gone_at`,
  configured: raw`excluded.configured`,
  configuredIsDefault: raw`excluded.configured_is_default`,
  effective: raw`excluded.effective`,
  drift: raw`excluded.drift`,
  instanceCount: raw`excluded.instance_count`,
  requiredCount: raw`excluded.required_count`,
  imdsUse: raw`excluded.imds_use`,
  imdsCalls: raw`excluded.imds_calls`,
  readiness: raw`excluded.readiness`,
};

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
    for (let start = 0; start < inOrder.length; start += CHUNK) {
      await tx
        .insert(environments)
        .values(inOrder.slice(start, start + CHUNK))
        .onConflictDoUpdate({
          target: [environments.accountId, environments.region, environments.environmentId],
          set: FACT_COLUMNS,
        });
    }
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
    const read = rows.map((row) => ({
      ...row,
      instances: [...(instances.get(row.environmentId) ?? [])],
    }));
    const written = read.map(({ environmentId, instances: list }) => ({ environmentId, list }));
    await tx
      .update(environments)
      .set({ instances: raw`x.list`, instancesReadAt: now })
      .from(raw`jsonb_to_recordset(${JSON.stringify(written)}::text::jsonb) as x("environmentId" text, list jsonb)`)
      .where(and(inLane(lane), raw`${environments.environmentId} = x."environmentId"`));
    await writeDerived(
      tx,
      lane.region,
      read.map((row) => ({ ...row, derived: derivedOf(row, defaults.get(row.platformKey)) })),
    );
  });
}

/** Takes what was read of one environment's settings; of an environment that is not known it keeps nothing. */
export async function storeSettings(sql: Sql, key: EnvironmentKey, settings: SettingsFacts): Promise<void> {
  await sql.transaction(async (tx) => {
    await lockPostures(tx, key.region, "environment-writer");
    const [row] = await tx.select().from(environments).where(isEnvironment(key)).for("update");
    if (row === undefined) return;
    const defaults = await platformsByKey(tx, key.region);
    const { draftStatus } = settings;
    const read = {
      optionValue: settings.optionValue ?? null,
      settingsReadAt: settings.readAt,
      draftStatus,
      // A set without launch resources does not tell; what an earlier reading told still holds.
      launchKind: settings.launchKind ?? row.launchKind,
    };
    await tx
      .update(environments)
      .set({
        ...read,
        settingsDateUpdated:
          settings.listedDateUpdated === undefined ? row.dateUpdated : dateOf(settings.listedDateUpdated),
        replacement: settings.replacement,
        managedUpdates: settings.managedUpdates,
        ...derivedOf({ ...row, ...read }, defaults.get(row.platformKey)),
      })
      .where(isEnvironment(key));
  });
}

/**
 * Gives a lane's environments whose settings were never read, whose DateUpdated moved since, or which were read in the middle
 * of an update that is over; with `readBefore` also those read before that time. Never-read ones first, then the longest unread. Cluster environments have none to read, nor
 * have those that are being launched or terminated.
 */
export async function environmentsWithStaleSettings(
  sql: Sql,
  lane: LaneKey,
  readBefore?: Date,
): Promise<StaleSettings[]> {
  const rows = await sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      environmentId: environments.environmentId,
      name: environments.name,
      application: environments.application,
      dateUpdated: environments.dateUpdated,
    })
    .from(environments)
    .where(
      and(
        inLane(lane),
        isNull(environments.goneAt),
        ne(environments.tier, "Cluster"),
        notInArray(environments.status, WITHOUT_SETTINGS),
        or(
          isNull(environments.settingsReadAt),
          raw`${environments.settingsDateUpdated} is distinct from ${environments.dateUpdated}`,
          // AWS does not promise to move DateUpdated again when an update ends; the list's status tells that it has.
          and(eq(environments.draftStatus, "pending"), notInArray(environments.status, UNDER_WAY)),
          readBefore === undefined ? undefined : lt(environments.settingsReadAt, readBefore),
        ),
      ),
    )
    .orderBy(raw`${environments.settingsReadAt} asc nulls first`, environments.environmentId);
  return rows.map((row) => ({ ...row, dateUpdated: row.dateUpdated?.toISOString() ?? null }));
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
