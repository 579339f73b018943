import { eq, inArray } from "drizzle-orm";
import { lanes } from "#lib/db/schema-fleet.ts";
import { rollouts, targets, transitions } from "#lib/db/schema-rollouts.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { isInFlight, isUnfinished } from "#lib/rollouts/target.ts";
import type { Gate } from "#lib/rollouts/gate.ts";
import type { PauseReason } from "#lib/rollouts/rollout.ts";
import type { TargetState, TargetStatus, Transition } from "#lib/rollouts/target.ts";
import type { Stage } from "./test-engine-stage.ts";
import { checkTruth, environmentIdOf, received, receivedAborts } from "./test-engine-truth.ts";
import { checkBreaches, checkSchedules, checkWaves } from "./test-engine-turns.ts";
import { checkWindows, nextOpeningOf } from "./test-engine-windows.ts";

export type Row = {
  id: string;
  rolloutId: string;
  accountId: string;
  region: string;
  application: string;
  state: TargetState;
  version: number;
  holds: boolean;
  wave: number;
  gate: Gate | null;
  failureAccepted: boolean;
};
export type Line = { id: number; targetId: string; transition: Transition };

async function read({ sql, subjects }: Stage): Promise<{ rows: Row[]; lines: Line[] }> {
  const ids = subjects.map(({ targetId }) => targetId);
  const found = await sql.select().from(targets).where(inArray(targets.id, ids));
  const rows = found.map((row) => ({ ...row, wave: row.wave ?? -1 }));
  const lines = await sql.select().from(transitions).where(inArray(transitions.targetId, ids)).orderBy(transitions.id);
  return { rows, lines };
}

/** Asks, whenever an update leaves for AWS, whether its target waits for it, and for the first time. */
export function watchUpdates(stage: Stage): void {
  stage.onUpdate = async (environmentId) => {
    const subject = stage.subjects.find(({ environment }) => environment.id === environmentId);
    const [row] =
      subject === undefined ? [] : await stage.sql.select().from(targets).where(eq(targets.id, subject.targetId));
    if (subject === undefined || row === undefined) {
      stage.violations.push(`an update was sent to ${environmentId}, which is in no rollout`);
      return;
    }
    const { status, attempt } = row.state;
    if (status !== "applying")
      stage.violations.push(`an update was sent to ${environmentId}, whose target is ${status}`);
    if (subject.attempts.includes(attempt)) {
      stage.violations.push(`attempt ${attempt} of ${environmentId} was sent twice`);
    }
    subject.attempts.push(attempt);
  };
}

function checkLimits(stage: Stage, rows: readonly Row[], complain: (words: string) => void): void {
  const ours = new Set(received(stage).map(({ requestId }) => requestId));
  const { cap, tolerance } = stage.policy;
  const tolerated = [tolerance.perLane, tolerance.inAll].flatMap((amount) =>
    amount?.kind === "count" ? [amount.count] : [],
  );
  for (const id of new Set(rows.map(({ rolloutId }) => rolloutId))) {
    const own = rows.filter(({ rolloutId }) => rolloutId === id);
    const inFlight = own.filter(({ state }) => isInFlight(state.status)).length;
    if (inFlight > cap.perLane) complain(`${inFlight} in flight in the database, over the cap of ${cap.perLane}`);
    const working = stage.subjects.filter(
      ({ rolloutId, environment: { status, operation } }) =>
        rolloutId === id && status === "Updating" && ours.has(operation?.requestId ?? ""),
    ).length;
    if (working > cap.perLane) complain(`${working} in progress at AWS, over the cap of ${cap.perLane}`);
    const failed = own.filter(({ state, failureAccepted }) => state.status === "failed" && !failureAccepted).length;
    // The lane is all there is of the rollout: the less tolerant of both counts.
    const most = Math.min(own.length, ...tolerated) + 1;
    if (tolerated.length > 0 && failed + inFlight > most)
      complain(`${failed} failed and ${inFlight} may, where ${most - 1} are tolerated`);
  }
}

/** While a rollout is paused nothing of it is started, whoever or whatever paused it. */
async function checkPauses(stage: Stage, lines: readonly Line[], complain: (words: string) => void): Promise<void> {
  const last = Math.max(0, ...lines.map(({ id }) => id));
  for (const { id, status } of await rolloutsOf(stage)) {
    if (status !== "paused") {
      stage.pauses.delete(id);
      continue;
    }
    const since = stage.pauses.get(id) ?? last;
    stage.pauses.set(id, since);
    const own = new Set(stage.subjects.flatMap(({ rolloutId, targetId }) => (rolloutId === id ? [targetId] : [])));
    if (lines.some((line) => line.id > since && line.transition.kind === "started" && own.has(line.targetId)))
      complain("a target was started while its rollout was paused");
  }
}

function checkHistory(stage: Stage, row: Row, lines: readonly Line[], complain: (words: string) => void): void {
  const before = stage.seen.get(row.id);
  const state = JSON.stringify(row.state);
  if (before !== undefined) {
    if (row.version < before.version) complain(`the version went from ${before.version} to ${row.version}`);
    if (row.version === before.version && state !== before.state) complain("the state changed under its version");
    if (before.ended && state !== before.state) complain(`an end was left: ${before.state} became ${state}`);
  }
  stage.seen.set(row.id, { version: row.version, state, ended: !isUnfinished(row.state.status) });
  let replayed: TargetState = { status: "pending", attempt: 0 };
  for (const { transition } of lines) replayed = apply(replayed, transition);
  const canonical = (value: TargetState) => JSON.stringify(value, Object.keys(flat(value)).toSorted());
  if (canonical(replayed) !== canonical(row.state)) {
    complain(`the timeline gives ${JSON.stringify(replayed)}, stored is ${state}`);
  }
  if (row.version !== lines.length) complain(`version ${row.version} after ${lines.length} transitions`);
  if (row.holds !== isUnfinished(row.state.status)) complain(`holds is ${row.holds} in ${row.state.status}`);
  const stopped = stage.stops.get(row.rolloutId);
  if (stopped !== undefined && lines.some(({ id, transition }) => id > stopped && transition.kind === "started")) {
    complain("it was started after stop");
  }
}

/** All keys at any depth, so that objects can be compared whatever the order of their keys. */
function flat(value: unknown): Record<string, true> {
  if (typeof value !== "object" || value === null) return {};
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => ({ [key]: true, ...flat(inner) })));
}

/** Looks at the database and the world, and throws what of the engine's promises does not hold. */
export async function check(stage: Stage): Promise<void> {
  const { rows, lines } = await read(stage);
  const broken = (words: string) => stage.violations.push(words);
  checkLimits(stage, rows, broken);
  await checkPauses(stage, lines, broken);
  const found = await rolloutsOf(stage);
  await checkWaves(stage, rows, found, broken);
  checkBreaches(stage, rows, found, broken);
  checkSchedules(stage, lines, found, broken);
  checkWindows(stage, rows, lines, found, broken);
  for (const subject of stage.subjects) {
    const row = rows.find(({ id }) => id === subject.targetId);
    const complain = (words: string) => stage.violations.push(`${subject.environment.name}: ${words}`);
    if (row === undefined) {
      complain("its target is gone");
      continue;
    }
    const known = stage.seen.get(row.id);
    const own = lines.filter(({ targetId }) => targetId === row.id);
    checkHistory(stage, row, own, complain);
    // What was said once is judged by what was to be seen then.
    if (known === undefined || known.version !== row.version) checkTruth(stage, row, subject, own, complain);
    const started = own.filter(({ transition }) => transition.kind === "started").length;
    const sent = received(stage).filter((entry) => environmentIdOf(entry) === subject.environment.id).length;
    if (sent > started) complain(`AWS received ${sent} updates of ${started} attempts`);
    const announced = own.filter(({ transition }) => transition.kind === "abort-announced").length;
    const aborts = receivedAborts(stage).filter((entry) => environmentIdOf(entry) === subject.environment.id).length;
    if (aborts > announced) complain(`AWS received ${aborts} aborts, ${announced} were announced`);
  }
  if (stage.violations.length > 0) throw new Error(await told(stage, lines));
}

/** Gives the statuses of the stage's targets, in the order of its setup. */
export async function statuses(stage: Stage): Promise<TargetStatus[]> {
  const { rows } = await read(stage);
  return stage.subjects.flatMap(({ targetId }) => rows.find(({ id }) => id === targetId)?.state.status ?? []);
}

async function rolloutsOf({ sql, subjects }: Stage) {
  const ids = [...new Set(subjects.map(({ rolloutId }) => rolloutId))];
  const rows = await sql.select().from(rollouts).where(inArray(rollouts.id, ids));
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** Gives the stage's rollouts that wait for a person, by their place, and why. */
export async function paused(stage: Stage): Promise<{ index: number; reason: PauseReason["kind"] }[]> {
  return (await rolloutsOf(stage)).flatMap(({ status, pause, stopRequestedAt }, index) =>
    status === "paused" && pause !== null && stopRequestedAt === null ? [{ index, reason: pause.kind }] : [],
  );
}

/** Tells whether one of the stage's rollouts has not ended. */
export async function isUnderWay(stage: Stage): Promise<boolean> {
  return (await rolloutsOf(stage)).some(({ status }) => ["scheduled", "running", "paused"].includes(status));
}

/** Gives when the first target opens where all that is left waits for windows. */
export async function opening(stage: Stage): Promise<Date[]> {
  const { rows } = await read(stage);
  const at = await nextOpeningOf(stage, rows, await rolloutsOf(stage));
  return at === undefined ? [] : [at];
}

/** Looks at what must be so once all is over: rollouts have ended, and nobody holds the lane. */
export async function checkEnd(stage: Stage): Promise<void> {
  const { rows, lines } = await read(stage);
  for (const { id, state } of rows)
    if (isUnfinished(state.status)) stage.violations.push(`${id} never ends: ${JSON.stringify(state)}`);
  for (const rollout of await rolloutsOf(stage)) {
    const expected = stage.stops.has(rollout.id) ? ["stopped", "finished"] : ["finished"];
    if (!expected.includes(rollout.status)) stage.violations.push(`the rollout is ${rollout.status}`);
  }
  const [lane] = await stage.sql.select().from(lanes).where(eq(lanes.region, stage.lane.region));
  if (lane?.leaseToken !== null) stage.violations.push("the lane is still leased");
  if (stage.violations.length > 0) throw new Error(await told(stage, lines));
}

async function told(stage: Stage, lines: readonly Line[]): Promise<string> {
  const stories = stage.subjects.map(({ targetId, environment, attempts }) => {
    const steps = lines
      .filter((line) => line.targetId === targetId)
      .map(({ transition }) => `    ${JSON.stringify(transition)}`);
    const world = `${environment.status}, fate ${environment.fate}, sent [${attempts.join(", ")}]`;
    return [`  ${environment.name} (${world})`, ...steps].join("\n");
  });
  return ["The engine broke a promise:", ...stage.violations.map((words) => `  ${words}`), ...stories].join("\n");
}
