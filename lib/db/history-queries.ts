import { and, eq, sql as raw } from "drizzle-orm";
import type { AwsFailure } from "#lib/errors.ts";
import { alertOfChange, isLastingDrift, isUnreadable } from "#lib/imds/alert.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { causeOf } from "#lib/imds/history.ts";
import type { Cause, Judgement, PostureChange, PostureWords } from "#lib/imds/history.ts";
import type { NewAlert, Telling } from "./alert-queries.ts";
import { closeEndedAlerts, OF_LANE, openAlerts, reopenAlerts } from "./alert-queries.ts";
import type { Sql } from "./database.ts";
import { coveringOf } from "./exception-coverage.ts";
import type { Different, Noted } from "./history-differences.ts";
import { endedTargets, readDifferent, underOurChange } from "./history-differences.ts";
import { sampleLane } from "./history-samples.ts";
import { alertsOfLapsed } from "./lapsed-exceptions.ts";
import { laneHistory, notedPostures, postureChanges } from "./schema-history.ts";

type Stage = typeof laneHistory.$inferSelect;
type Changed = Different["now"] & { change: PostureChange; cause: Cause };

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 1_000;

/** Takes a lane and keeps other writers of its history waiting until the transaction ends. */
async function lockHistory(tx: Sql, { accountId, region }: LaneKey): Promise<Stage> {
  await tx.insert(laneHistory).values({ accountId, region }).onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(laneHistory)
    .where(and(eq(laneHistory.accountId, accountId), eq(laneHistory.region, region)))
    .for("update");
  if (row === undefined) throw new Error(`Lane ${accountId} ${region} has no history`);
  return row;
}

async function setStage(tx: Sql, { accountId, region }: LaneKey, stage: Partial<Stage>): Promise<void> {
  await tx
    .update(laneHistory)
    .set(stage)
    .where(and(eq(laneHistory.accountId, accountId), eq(laneHistory.region, region)));
}

/**
 * Takes a lane that was just read whole and writes down what became of its environments since the last time: changes and
 * who made them, alerts, and a sample. What is stored is compared with what was noted, not with what a write replaces:
 * in the middle of a scan instances are new and settings are old. A server that dies before this is done loses nothing,
 * for the next scan finds the same. `readSince`: when the reading began.
 */
export async function noteScan(
  sql: Sql,
  lane: LaneKey,
  { readSince, ...telling }: Telling & { readSince: Date },
): Promise<void> {
  await sql.transaction(async (tx) => {
    const stage = await lockHistory(tx, lane);
    await noteEnvironments(tx, lane, stage, { ...telling, readSince });
    await closeEndedAlerts(tx, lane, { readable: true }, telling);
    await reopenAlerts(tx, lane, telling);
    await sampleLane(tx, lane, telling.now);
    await setStage(tx, lane, { beganAt: stage.beganAt ?? readSince, readSince, failedScans: 0, failingSince: null });
  });
}

/** Takes a lane that could not be read whole and why; what lasts is an alert. */
export async function noteFailedScan(sql: Sql, lane: LaneKey, failure: AwsFailure, telling: Telling): Promise<void> {
  await sql.transaction(async (tx) => {
    const stage = await lockHistory(tx, lane);
    const failedScans = stage.failedScans + 1;
    const failingSince = stage.failingSince ?? telling.now;
    await setStage(tx, lane, { failedScans, failingSince });
    if (!isUnreadable({ failedScans, failingSince }, telling.now)) return;
    const { operation, code, message, requestId, httpStatus, outcome } = failure;
    const detail = {
      failure: { operation, code, message, requestId, httpStatus, outcome },
      failedScans,
      failingSince: failingSince.toISOString(),
    };
    await openAlerts(tx, lane, [{ ...OF_LANE, kind: "lane-unreadable", detail }], telling);
  });
}

async function noteEnvironments(
  tx: Sql,
  lane: LaneKey,
  stage: Stage,
  telling: Telling & { readSince: Date },
): Promise<void> {
  const busy = await underOurChange(tx, lane, telling.readSince);
  const different = (await readDifferent(tx, lane, stage.beganAt)).map((one) =>
    busy.has(one.now.environmentId) ? { ...one, judgement: { kind: "wait", drifts: false } as const } : one,
  );
  const changed = different.flatMap(({ now, noted, judgement }) =>
    judgement.kind === "changed" ? [{ now, noted, change: judgement.change }] : [],
  );
  const ended = await endedTargets(tx, lane, changed, stage.readSince);
  const changes = changed.map(({ now, change }): Changed => ({
    ...now,
    change,
    cause: causeOf(change, ended.get(now.environmentId) ?? []),
  }));
  await writeChanges(tx, lane, changes, telling.now);
  await writeNoted(tx, lane, different, stage, telling.now);
  const fresh = await alertsIn(tx, lane, changes, telling.now);
  // One that was just seen to change has an alert of its own.
  const told = new Set(fresh.map(({ environmentId }) => environmentId));
  const lapsed = stage.readSince === null ? [] : await alertsOfLapsed(tx, lane, stage.readSince, telling.now);
  await openAlerts(
    tx,
    lane,
    [
      ...fresh,
      ...lapsed.filter(({ environmentId }) => !told.has(environmentId)),
      ...different.flatMap((one) => driftIn(one, telling.now)),
    ],
    telling,
  );
}

async function alertsIn(tx: Sql, lane: LaneKey, changes: readonly Changed[], now: Date): Promise<NewAlert[]> {
  const keyOf = ({ environmentId }: Changed) => ({ ...lane, environmentId });
  const covering = await coveringOf(tx, changes.map(keyOf), now);
  return changes.flatMap((changed): NewAlert[] => {
    const { environmentId, name, application, change, cause } = changed;
    const kind = alertOfChange(change, cause, covering(keyOf(changed)) !== null);
    if (kind === null || change.after === null) return [];
    return [{ environmentId, name, application, kind, detail: { before: change.before, after: change.after } }];
  });
}

function driftIn({ now: { environmentId, name, application }, noted, judgement }: Different, now: Date): NewAlert[] {
  if (judgement.kind === "wait" || judgement.kind === "found") return [];
  const { posture } = judgement;
  if (noted === null || noted.gone || !isLastingDrift(posture.drift, noted.driftedAt, now)) return [];
  return [{ environmentId, name, application, kind: "drifted", detail: { before: null, after: posture } }];
}

async function writeChanges(tx: Sql, lane: LaneKey, changes: readonly Changed[], seenAt: Date): Promise<void> {
  const { accountId, region } = lane;
  const rows = changes.map(({ environmentId, name, application, change, cause }) => ({
    accountId,
    region,
    environmentId,
    name,
    application,
    what: [...change.what],
    before: change.before,
    after: change.after,
    seenAt,
    rolloutId: cause.kind === "rollout" ? cause.rolloutId : null,
    actor: cause.kind === "rollout" ? cause.actor : null,
  }));
  for (let start = 0; start < rows.length; start += CHUNK)
    await tx.insert(postureChanges).values(rows.slice(start, start + CHUNK));
}

/** Since when an environment has drifted before our eyes. */
function driftedAt(judgement: Exclude<Judgement, { kind: "wait" }>, noted: Noted | null, now: Date): Date | null {
  const { drift } = judgement.posture;
  if (!drift || judgement.kind === "found") return null;
  if (judgement.kind === "changed" && judgement.change.before?.drift !== true) return noted?.driftedAt ?? now;
  return noted?.driftedAt ?? null;
}

async function writeNoted(
  tx: Sql,
  { accountId, region }: LaneKey,
  different: readonly Different[],
  stage: Stage,
  now: Date,
): Promise<void> {
  const rows = different.flatMap(({ now: { environmentId }, noted, judgement }): Noted[] => {
    const key = { accountId, region, environmentId };
    if (judgement.kind === "wait") {
      // Of what was never noted there is nothing to wait with.
      if (noted === null) return [];
      const first = judgement.drifts ? now : noted.drift ? noted.driftedAt : null;
      return [{ ...noted, waitingSince: noted.waitingSince ?? stage.readSince ?? now, driftedAt: first }];
    }
    const posture: PostureWords = judgement.posture;
    const gone = judgement.kind === "changed" ? judgement.change.after === null : (noted?.gone ?? false);
    return [{ ...key, ...posture, gone, driftedAt: driftedAt(judgement, noted, now), waitingSince: null }];
  });
  for (let start = 0; start < rows.length; start += CHUNK)
    await tx
      .insert(notedPostures)
      .values(rows.slice(start, start + CHUNK))
      .onConflictDoUpdate({
        target: [notedPostures.accountId, notedPostures.region, notedPostures.environmentId],
        set: {
          configured: raw`excluded.configured`,
          effective: raw`excluded.effective`,
          drift: raw`excluded.drift`,
          gone: raw`excluded.gone`,
          driftedAt: raw`excluded.drifted_at`,
          waitingSince: raw`excluded.waiting_since`,
        },
      });
}
