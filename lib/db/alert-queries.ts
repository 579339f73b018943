import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull, lt, max, sql as raw } from "drizzle-orm";
import type { AlertDetail, AlertKind, AlertView } from "#lib/imds/alert.ts";
import { stillHolds } from "#lib/imds/alert.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { Sql } from "./database.ts";
import { coveringOf } from "./exception-coverage.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { alerts, notedPostures, postureSamples } from "./schema-history.ts";
import { queueDeliveries } from "./webhook-queries.ts";

type Row = typeof alerts.$inferSelect;

/** What is to be opened; `environmentId` is empty where it is the lane's. */
export type NewAlert = {
  environmentId: string;
  name: string | null;
  application: string | null;
  kind: AlertKind;
  detail: AlertDetail;
};

/** When it is, and whether a webhook is to be told. */
export type Telling = { now: Date; announces: boolean };

/** The alert of a lane has no environment. */
export const OF_LANE = { environmentId: "", name: null, application: null } as const;

const CHUNK = 1_000;
const inLane = ({ accountId, region }: LaneKey) => and(eq(alerts.accountId, accountId), eq(alerts.region, region));

async function tell(tx: Sql, type: "alert.opened" | "alert.closed", rows: readonly Row[], telling: Telling) {
  if (!telling.announces || rows.length === 0) return;
  const [row] = rows;
  const [lane] =
    row === undefined
      ? []
      : await tx
          .select({ label: lanes.accountLabel })
          .from(lanes)
          .where(and(eq(lanes.accountId, row.accountId), eq(lanes.region, row.region)));
  await queueDeliveries(
    tx,
    rows.map((alert) => ({
      type,
      at: telling.now,
      data: {
        alertId: alert.id,
        kind: alert.kind,
        accountId: alert.accountId,
        accountLabel: lane?.label ?? alert.accountId,
        region: alert.region,
        environmentId: alert.environmentId === "" ? null : alert.environmentId,
        environmentName: alert.name,
        application: alert.application,
        openedAt: alert.openedAt.toISOString(),
        closedAt: alert.closedAt?.toISOString() ?? null,
        detail: alert.detail,
      },
    })),
  );
}

/** Takes a lane's alerts and opens those that are not open yet, in the transaction of what they are about. */
export async function openAlerts(tx: Sql, lane: LaneKey, fresh: readonly NewAlert[], telling: Telling): Promise<void> {
  const { accountId, region } = lane;
  for (let start = 0; start < fresh.length; start += CHUNK) {
    const opened = await tx
      .insert(alerts)
      .values(
        fresh
          .slice(start, start + CHUNK)
          .map((alert) => ({ id: randomUUID(), accountId, region, ...alert, openedAt: telling.now })),
      )
      .onConflictDoNothing()
      .returning();
    await tell(tx, "alert.opened", opened, telling);
  }
}

async function close(tx: Sql, lane: LaneKey, ids: readonly string[], telling: Telling): Promise<void> {
  if (ids.length === 0) return;
  const closed = await tx
    .update(alerts)
    .set({ closedAt: telling.now })
    .where(and(inLane(lane), inArray(alerts.id, [...ids]), isNull(alerts.closedAt)))
    .returning();
  await tell(tx, "alert.closed", closed, telling);
}

/**
 * Closes a lane's alerts that hold no more, by what was last noted of its environments and which risks are accepted;
 * `readable`: it was just read whole.
 */
export async function closeEndedAlerts(
  tx: Sql,
  lane: LaneKey,
  { readable }: { readable: boolean },
  telling: Telling,
): Promise<void> {
  const open = await tx
    .select({ id: alerts.id, kind: alerts.kind, environmentId: alerts.environmentId, noted: notedPostures })
    .from(alerts)
    .leftJoin(
      notedPostures,
      and(
        eq(notedPostures.accountId, alerts.accountId),
        eq(notedPostures.region, alerts.region),
        eq(notedPostures.environmentId, alerts.environmentId),
      ),
    )
    .where(and(inLane(lane), isNull(alerts.closedAt)));
  const keyOf = ({ environmentId }: { environmentId: string }) => ({ ...lane, environmentId });
  const covering = await coveringOf(tx, open.map(keyOf), telling.now);
  const ended = open.filter((alert) => {
    const { kind, noted } = alert;
    if (kind === "lane-unreadable") return readable;
    return !stillHolds(kind, noted === null || noted.gone ? null : noted, covering(keyOf(alert)) !== null);
  });
  await close(
    tx,
    lane,
    ended.map(({ id }) => id),
    telling,
  );
}

/**
 * Takes a lane that was just read whole and opens again what closed since the scan before it and still holds: no scan
 * closed it, but that nobody read the lane.
 */
export async function reopenAlerts(tx: Sql, lane: LaneKey, telling: Telling): Promise<void> {
  const lastScan = tx
    .select({ at: max(postureSamples.untilAt) })
    .from(postureSamples)
    .where(and(eq(postureSamples.accountId, lane.accountId), eq(postureSamples.region, lane.region)));
  const closed = await tx
    .select({ alert: alerts, noted: notedPostures })
    .from(alerts)
    .innerJoin(lanes, and(eq(lanes.accountId, alerts.accountId), eq(lanes.region, alerts.region), lanes.enabled))
    .innerJoin(
      notedPostures,
      and(
        eq(notedPostures.accountId, alerts.accountId),
        eq(notedPostures.region, alerts.region),
        eq(notedPostures.environmentId, alerts.environmentId),
      ),
    )
    .where(and(inLane(lane), gt(alerts.closedAt, lastScan), eq(notedPostures.gone, false)));
  const keyOf = ({ environmentId }: { environmentId: string }) => ({ ...lane, environmentId });
  const covering = await coveringOf(
    tx,
    closed.map(({ alert }) => keyOf(alert)),
    telling.now,
  );
  const holding = closed.filter(
    ({ alert, noted }) =>
      alert.kind !== "lane-unreadable" && stillHolds(alert.kind, noted, covering(keyOf(alert)) !== null),
  );
  await openAlerts(
    tx,
    lane,
    holding.map(({ alert: { environmentId, name, application, kind, detail } }) => ({
      environmentId,
      name,
      application,
      kind,
      detail,
    })),
    telling,
  );
}

/** Closes the alerts of lanes that are no longer configured: nobody looks there any more. */
export async function closeAlertsOfRemovedLanes(sql: Sql, telling: Telling): Promise<void> {
  const left = await sql
    .select({ accountId: alerts.accountId, region: alerts.region, id: alerts.id })
    .from(alerts)
    .innerJoin(lanes, and(eq(lanes.accountId, alerts.accountId), eq(lanes.region, alerts.region)))
    .where(and(isNull(alerts.closedAt), eq(lanes.enabled, false)));
  for (const { id, ...lane } of left) await sql.transaction((tx) => close(tx, lane, [id], telling));
}

/** Gives how many alerts are open, and the newest of them first. */
export async function listOpenAlerts(
  sql: Sql,
  { limit }: { limit: number },
): Promise<{ alerts: AlertView[]; open: number }> {
  const isOpen = isNull(alerts.closedAt);
  const [rows, open] = await Promise.all([
    sql
      .select({ alert: alerts, label: lanes.accountLabel, present: environments.name })
      .from(alerts)
      .leftJoin(lanes, and(eq(lanes.accountId, alerts.accountId), eq(lanes.region, alerts.region)))
      .leftJoin(
        environments,
        and(
          eq(environments.accountId, alerts.accountId),
          eq(environments.region, alerts.region),
          eq(environments.environmentId, alerts.environmentId),
        ),
      )
      .where(isOpen)
      // What cannot be read may hide anything: it is never pushed off the screen by what can.
      .orderBy(desc(eq(alerts.kind, "lane-unreadable")), desc(alerts.openedAt), alerts.id)
      .limit(limit),
    sql.$count(alerts, isOpen),
  ]);
  return {
    open,
    alerts: rows.map(({ alert, label, present }) => ({
      ...alert,
      name: present ?? alert.name,
      accountLabel: label ?? alert.accountId,
      openedAt: alert.openedAt.toISOString(),
      closedAt: alert.closedAt?.toISOString() ?? null,
    })),
  };
}

/** Drops the alerts that were closed before a time. */
export async function pruneAlerts(sql: Sql, before: Date): Promise<void> {
  await sql.delete(alerts).where(and(lt(alerts.closedAt, before), raw`${alerts.closedAt} is not null`));
}
