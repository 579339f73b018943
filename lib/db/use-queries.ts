import { and, eq, inArray, isNotNull, isNull, lt, notExists, or, sql as raw } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AwsFailure } from "#lib/errors.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { InstanceUse } from "#lib/imds/use.ts";
import { evidenceOf } from "#lib/imds/use.ts";
import type { Sql } from "./database.ts";
import { derivedOf, lockPostures, platformsByKey, writeDerived } from "./environment-posture.ts";
import { environments, instanceUse, lanes } from "./schema-fleet.ts";
import { evidenceAt, inLane, instanceOf, isCounted } from "./use-reads.ts";

/** One instance's counts as CloudWatch gave them, by day. */
export type CountRead = Pick<InstanceUse, "instanceId" | "metric" | "days" | "lastAt">;

const isOfLane = ({ accountId, region }: LaneKey) =>
  and(eq(environments.accountId, accountId), eq(environments.region, region));
const isLane = ({ accountId, region }: LaneKey) => and(eq(lanes.accountId, accountId), eq(lanes.region, region));

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 1_000;

const nameOf = ({ instanceId, metric }: { instanceId: string; metric: string }) => `${instanceId} ${metric}`;

/**
 * Writers of a lane's counts go one after the other: a scan reads counts while its instances, or an environment's, are noted
 * anew, and each takes rows in an order of its own. Ends with the transaction.
 */
async function lockUse(tx: Sql, { accountId, region }: LaneKey): Promise<void> {
  await tx.execute(raw`select pg_advisory_xact_lock(hashtextextended(${`imds-fleet use ${accountId} ${region}`}, 0))`);
}

/**
 * Takes a lane's instances by environment and remembers those whose calls are worth counting, also once they are gone:
 * all that answer IMDSv1, and those that refuse it beside or after them.
 */
export async function noteInstances(
  sql: Sql,
  lane: LaneKey,
  instances: ReadonlyMap<string, readonly PostureInstance[]>,
  now: Date,
): Promise<void> {
  const { accountId, region } = lane;
  await sql.transaction(async (tx) => {
    await lockUse(tx, lane);
    const known = await tx
      .select({
        environmentId: instanceUse.environmentId,
        instanceId: instanceUse.instanceId,
        metric: instanceUse.metric,
        goneAt: instanceUse.goneAt,
      })
      .from(instanceUse)
      .where(inLane(lane));
    const answering = new Set([
      ...known.filter(({ metric }) => metric === "MetadataNoToken").map(({ environmentId }) => environmentId),
      ...[...instances]
        .filter(([, list]) => list.some(({ httpTokens }) => httpTokens === "optional"))
        .map(([id]) => id),
    ]);
    const present = [...instances].flatMap(([environmentId, list]) =>
      list
        .filter(({ httpTokens }) => httpTokens === "optional" || answering.has(environmentId))
        .map(({ id: instanceId, httpTokens, launchedAt }) => ({
          environmentId,
          instanceId,
          metric: httpTokens === "optional" ? ("MetadataNoToken" as const) : ("MetadataNoTokenRejected" as const),
          launchedAt: launchedAt === null ? null : new Date(launchedAt),
        })),
    );
    const seen = new Set(present.map(nameOf));
    const before = new Map(known.map((row) => [nameOf(row), row]));
    const fresh = present.filter((one) => before.get(nameOf(one))?.goneAt !== null);
    if (fresh.length > 0) {
      // One parameter: thousands would keep the server busier than reading the instances does. A stopped instance that
      // was started again is back.
      await tx.execute(raw`
        insert into ${instanceUse} (account_id, region, environment_id, instance_id, metric, launched_at, first_seen_at)
        select ${accountId}, ${region}, x."environmentId", x."instanceId", x.metric, x."launchedAt", ${now.toISOString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(fresh)}::text::jsonb) as x(
          "environmentId" text, "instanceId" text, metric text, "launchedAt" timestamptz)
        on conflict (account_id, region, instance_id, metric) do update set gone_at = null`);
    }
    const ended = known.filter((row) => row.goneAt === null && !seen.has(nameOf(row)));
    for (const metric of ["MetadataNoToken", "MetadataNoTokenRejected"] as const) {
      const ids = ended.filter((row) => row.metric === metric).map(({ instanceId }) => instanceId);
      if (ids.length === 0) continue;
      await tx
        .update(instanceUse)
        .set({ goneAt: now })
        .where(and(inLane(lane), eq(instanceUse.metric, metric), inArray(instanceUse.instanceId, ids)));
    }
  });
}

/** Drops the instances that ended before the window, and with an environment's last answering one all that refuse. */
async function forget(tx: Sql, lane: LaneKey, before: Date): Promise<void> {
  await tx.delete(instanceUse).where(and(inLane(lane), lt(instanceUse.goneAt, before)));
  const answering = alias(instanceUse, "answering");
  await tx.delete(instanceUse).where(
    and(
      inLane(lane),
      eq(instanceUse.metric, "MetadataNoTokenRejected"),
      notExists(
        tx
          .select({ one: raw`1` })
          .from(answering)
          .where(
            and(
              eq(answering.accountId, instanceUse.accountId),
              eq(answering.region, instanceUse.region),
              eq(answering.environmentId, instanceUse.environmentId),
              eq(answering.metric, "MetadataNoToken"),
            ),
          ),
      ),
    ),
  );
}

/**
 * Takes what CloudWatch said over a window and keeps it; of environments all of whose counts came, derives what it means. Of those
 * it gave only in part, what was known before stays, and they are not asked about again before they are due.
 */
export async function storeUse(
  sql: Sql,
  lane: LaneKey,
  read: {
    counts: readonly CountRead[];
    environmentIds: readonly string[];
    inPart?: readonly string[];
    window: { from: Date; to: Date };
  },
): Promise<void> {
  const { counts, environmentIds, inPart = [], window } = read;
  await sql.transaction(async (tx) => {
    await lockPostures(tx, lane.region, "environment-writer");
    const rows = await tx
      .select()
      .from(environments)
      .where(isOfLane(lane))
      .orderBy(environments.environmentId)
      .for("update");
    await lockUse(tx, lane);
    for (let start = 0; start < counts.length; start += CHUNK) {
      await tx
        .update(instanceUse)
        .set({ days: raw`x.days`, lastAt: raw`x."lastAt"`, readAt: window.to })
        .from(
          raw`jsonb_to_recordset(${JSON.stringify(counts.slice(start, start + CHUNK))}::text::jsonb) as x(
            "instanceId" text, metric text, days jsonb, "lastAt" timestamptz)`,
        )
        .where(
          and(inLane(lane), raw`${instanceUse.instanceId} = x."instanceId"`, raw`${instanceUse.metric} = x.metric`),
        );
    }
    await forget(tx, lane, window.from);
    if (inPart.length > 0) {
      await tx
        .update(environments)
        .set({ useAskedAt: window.to })
        .where(and(isOfLane(lane), inArray(environments.environmentId, inPart)));
    }

    const of = new Map<string, InstanceUse[]>();
    for (const row of await tx.select().from(instanceUse).where(inLane(lane))) {
      const list = of.get(row.environmentId) ?? [];
      list.push(instanceOf(row));
      of.set(row.environmentId, list);
    }
    const asked = { from: window.from.toISOString(), to: window.to.toISOString() };
    const done = new Set(environmentIds);
    const judged = rows
      .filter(({ environmentId }) => done.has(environmentId))
      .map((row) => ({ ...row, useEvidence: evidenceOf(of.get(row.environmentId) ?? [], asked) }));
    if (judged.length === 0) return;
    const written = judged.map(({ environmentId, useEvidence }) => ({ environmentId, useEvidence }));
    await tx
      .update(environments)
      .set({ useEvidence: raw`x."useEvidence"`, useAskedAt: window.to })
      .from(
        raw`jsonb_to_recordset(${JSON.stringify(written)}::text::jsonb) as x("environmentId" text, "useEvidence" jsonb)`,
      )
      .where(and(isOfLane(lane), raw`${environments.environmentId} = x."environmentId"`));
    const defaults = await platformsByKey(tx, lane.region);
    await writeDerived(
      tx,
      lane.region,
      judged.map((row) => ({ ...row, derived: derivedOf(row, defaults.get(row.platformKey)) })),
    );
  });
}

/** Takes a lane and marks its evidence that was last read before a time as stale, which no verdict of *ready* outlives. */
export async function markStaleUse(sql: Sql, lane: LaneKey, readBefore: Date): Promise<void> {
  await sql.transaction(async (tx) => {
    await lockPostures(tx, lane.region, "environment-writer");
    const rows = await tx
      .select()
      .from(environments)
      .where(
        and(
          isOfLane(lane),
          isNull(environments.goneAt),
          lt(evidenceAt, readBefore),
          raw`${environments.useEvidence}->'stale' is null`,
        ),
      )
      .orderBy(environments.environmentId)
      .for("update");
    const stale = rows.flatMap((row) =>
      row.useEvidence === null ? [] : [{ ...row, useEvidence: { ...row.useEvidence, stale: true as const } }],
    );
    if (stale.length === 0) return;
    const ids = stale.map(({ environmentId }) => environmentId);
    await tx
      .update(environments)
      .set({ useEvidence: raw`${environments.useEvidence} || '{"stale": true}'::jsonb` })
      .where(and(isOfLane(lane), inArray(environments.environmentId, ids)));
    const defaults = await platformsByKey(tx, lane.region);
    await writeDerived(
      tx,
      lane.region,
      stale.map((row) => ({ ...row, derived: derivedOf(row, defaults.get(row.platformKey)) })),
    );
  });
}

/**
 * Takes why a lane's counts cannot be read, or `null` once they can: that they could not is forgotten when no environment is left
 * about which CloudWatch was asked after what is known of it.
 */
export async function noteMetricsFailure(
  sql: Sql,
  lane: LaneKey,
  failure: AwsFailure | null,
  now: Date,
): Promise<void> {
  const owed = sql
    .select({ one: raw`1` })
    .from(environments)
    .where(
      and(
        isOfLane(lane),
        isCounted,
        isNotNull(environments.useAskedAt),
        or(isNull(environments.useEvidence), lt(evidenceAt, environments.useAskedAt)),
      ),
    );
  await sql
    .update(lanes)
    .set({ metricsFailure: failure, metricsFailedAt: failure === null ? null : now })
    .where(and(isLane(lane), failure === null ? and(isNotNull(lanes.metricsFailure), notExists(owed)) : undefined));
}
