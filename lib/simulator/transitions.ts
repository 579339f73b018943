import { newInstance, type Launch } from "./instances.ts";
import { VARIABLES } from "./option-catalog.ts";
import { chanceOf, launchTemplateIdOf, seedOf } from "./random.ts";
import type { DueTransition, Environment, EnvironmentEvent, Lane, OptionKey, OptionValues, World } from "./world.ts";

/** One thing that happens to an environment at an instant. */
export type Step =
  | { kind: "event"; severity: EnvironmentEvent["severity"]; message: string }
  /** Starts instances; they are pending first. */
  | ({ kind: "launch"; count: number } & Launch)
  | { kind: "running"; ids: readonly string[] }
  /** Takes the oldest of those that were (or were not) there before the operation under way. */
  | { kind: "terminate"; count: number; launchedBefore: boolean }
  | { kind: "gone"; ids: readonly string[] }
  | { kind: "health"; health: Environment["health"]; healthStatus: Environment["healthStatus"] }
  | { kind: "migrate" }
  | { kind: "deploy"; values: OptionValues; removed: readonly OptionKey[] }
  | { kind: "leave-draft" }
  | { kind: "not-abortable" }
  | { kind: "finish" }
  | { kind: "terminated" };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How long EC2 takes to start an instance and to end one [invented]. */
export const LAUNCH_SECONDS = 25;
const TERMINATION_SECONDS = 30;
/** How long a terminated environment stays visible to IncludeDeleted [3P: about an hour]. */
const VISIBLE_AFTER_TERMINATION = 60 * MINUTE;
/** How long metrics of gone instances are kept readable here. */
const METRICS_KEPT = 15 * 24 * 60 * MINUTE;

const before = (a: DueTransition, b: DueTransition): boolean =>
  a.at.getTime() < b.at.getTime() || (a.at.getTime() === b.at.getTime() && a.sequence < b.sequence);

/** Puts steps of an environment's operation into the queue; `after` is in milliseconds of simulated duration. */
export function enqueue(
  world: World,
  lane: Lane,
  environment: Environment,
  requestId: string,
  from: Date,
  steps: readonly { after: number; step: Step }[],
): void {
  for (const { after, step } of steps) {
    const due: DueTransition = {
      at: new Date(from.getTime() + after / world.speed),
      sequence: world.nextSequence++,
      accountId: lane.accountId,
      region: lane.region,
      environmentId: environment.id,
      requestId,
      step,
    };
    let low = 0;
    let high = world.queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = world.queue[middle];
      if (other !== undefined && before(other, due)) low = middle + 1;
      else high = middle;
    }
    world.queue.splice(low, 0, due);
  }
}

/** Takes away what an environment's operation still had to do; instances that start or end do so all the same. */
export function dequeue(world: World, environment: Environment): void {
  const kept = world.queue.filter(
    ({ environmentId, step }) => environmentId !== environment.id || step.kind === "running" || step.kind === "gone",
  );
  world.queue.length = 0;
  world.queue.push(...kept);
}

/** Writes an event of an environment. */
export function emit(
  lane: Lane,
  environment: Environment,
  at: Date,
  requestId: string | undefined,
  severity: EnvironmentEvent["severity"],
  message: string,
): void {
  lane.events.push({
    at,
    severity,
    message,
    requestId,
    environmentId: environment.id,
    environmentName: environment.name,
    applicationName: environment.applicationName,
  });
}

function launch(
  world: World,
  lane: Lane,
  environment: Environment,
  { count, ...how }: Launch & { count: number },
  due: DueTransition,
  at: Date,
): void {
  const launched = Array.from({ length: count }, () => newInstance(world, lane, environment, how, at));
  for (const instance of launched) instance.state = "pending";
  environment.instances.push(...launched);
  if (launched.length === 0) return;
  const ids = launched.map(({ id }) => id);
  // AWS sends such lines without a request id [REAL, one of botocore's samples].
  emit(lane, environment, at, undefined, "INFO", `Added instance [${ids.join(", ")}] to your environment.`);
  enqueue(world, lane, environment, due.requestId, at, [
    { after: LAUNCH_SECONDS * SECOND, step: { kind: "running", ids } },
  ]);
}

function terminate(
  world: World,
  lane: Lane,
  environment: Environment,
  { count, launchedBefore }: { count: number; launchedBefore: boolean },
  due: DueTransition,
  at: Date,
): void {
  const found = new Set(environment.operation?.found ?? environment.instances.map(({ id }) => id));
  const leaving = new Set(
    environment.instances
      .filter(({ id }) => found.has(id) === launchedBefore)
      .toSorted((a, b) => a.launchedAt.getTime() - b.launchedAt.getTime())
      .slice(0, count),
  );
  if (leaving.size === 0) return;
  environment.instances = environment.instances.filter((instance) => !leaving.has(instance));
  for (const instance of leaving) instance.state = "shutting-down";
  lane.goneInstances.push(...leaving);
  const ids = [...leaving].map(({ id }) => id);
  emit(lane, environment, at, undefined, "INFO", `Removed instance [${ids.join(", ")}] from your environment.`);
  enqueue(world, lane, environment, due.requestId, at, [
    { after: TERMINATION_SECONDS * SECOND, step: { kind: "gone", ids } },
  ]);
}

/** Takes an environment and how it is from an instant on. [REAL] the line's form; which severity goes with which state is [invented]. */
export function changeHealth(
  lane: Lane,
  environment: Environment,
  health: Environment["health"],
  healthStatus: Environment["healthStatus"],
  at: Date,
): void {
  const was = environment.healthStatus;
  environment.health = health;
  environment.healthStatus = healthStatus;
  if (was === healthStatus) return;
  const worse = healthStatus === "Degraded" || healthStatus === "Severe";
  const why = healthStatus === "Info" ? " Configuration update in progress." : "";
  emit(
    lane,
    environment,
    at,
    undefined,
    worse ? "WARN" : "INFO",
    `Environment health has transitioned from ${was} to ${healthStatus}.${why}`,
  );
}

function take(world: World, due: DueTransition, now: Date): void {
  const lane = world.lanes.find(({ accountId, region }) => accountId === due.accountId && region === due.region);
  const environment = lane?.environments.find(({ id }) => id === due.environmentId);
  if (lane === undefined || environment === undefined) return;
  const step = due.step;
  switch (step.kind) {
    case "event":
      emit(lane, environment, now, due.requestId, step.severity, step.message);
      break;
    case "launch":
      launch(world, lane, environment, step, due, now);
      break;
    case "running":
      for (const instance of environment.instances) {
        if (step.ids.includes(instance.id) && instance.state === "pending") instance.state = "running";
      }
      break;
    case "terminate":
      terminate(world, lane, environment, step, due, now);
      break;
    case "gone":
      for (const instance of lane.goneInstances) {
        if (!step.ids.includes(instance.id)) continue;
        instance.state = "terminated";
        instance.terminatedAt = now;
      }
      break;
    case "health":
      changeHealth(lane, environment, step.health, step.healthStatus, now);
      break;
    case "migrate":
      environment.launches = "launch-template";
      environment.launchId = launchTemplateIdOf(chanceOf(seedOf(`${world.seed}/${environment.id}/launch-template`)));
      break;
    case "deploy":
      environment.deployed = step.values;
      for (const key of step.removed) {
        if (key.startsWith(`${VARIABLES}/`)) delete environment.variables[key.slice(VARIABLES.length + 1)];
      }
      environment.draft = undefined;
      break;
    case "leave-draft":
      if (environment.draft !== undefined) environment.draft = { ...environment.draft, status: "failed" };
      break;
    case "not-abortable":
      environment.abortable = false;
      break;
    case "finish":
      environment.status = "Ready";
      environment.abortable = false;
      environment.operation = undefined;
      environment.updatedAt = now;
      break;
    case "terminated":
      terminate(world, lane, environment, { count: environment.instances.length, launchedBefore: true }, due, now);
      environment.status = "Terminated";
      environment.health = "Grey";
      environment.terminatedAt = now;
      environment.updatedAt = now;
      environment.operation = undefined;
      break;
  }
}

/** Forgets what AWS no longer shows. */
function forget(world: World, now: Date): void {
  for (const lane of world.lanes) {
    const visible = (at: Date | undefined, kept: number): boolean =>
      at === undefined || now.getTime() - at.getTime() < kept;
    if (lane.environments.some(({ terminatedAt }) => !visible(terminatedAt, VISIBLE_AFTER_TERMINATION))) {
      lane.environments = lane.environments.filter(({ terminatedAt }) =>
        visible(terminatedAt, VISIBLE_AFTER_TERMINATION),
      );
    }
    const [oldest] = lane.goneInstances;
    if (oldest !== undefined && !visible(oldest.terminatedAt, METRICS_KEPT)) {
      lane.goneInstances = lane.goneInstances.filter(({ terminatedAt }) => visible(terminatedAt, METRICS_KEPT));
    }
  }
}

/** Brings the world up to now: every transition that is due happens, in order, at the instant it was due. */
export function advance(world: World, now: Date): void {
  let happened = false;
  for (let [due] = world.queue; due !== undefined && due.at.getTime() <= now.getTime(); [due] = world.queue) {
    world.queue.shift();
    take(world, due, due.at);
    happened = true;
  }
  if (happened) forget(world, now);
}

/** Completes the next transitions at once, as of now, and gives how many there were. */
export function step(world: World, now: Date, count: number | "all"): number {
  let done = 0;
  // One by one: a transition may bring others, which can be due before those already queued.
  for (let due = world.queue.shift(); due !== undefined; due = done === count ? undefined : world.queue.shift()) {
    take(world, due, now);
    done += 1;
  }
  return done;
}
