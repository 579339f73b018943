import { chanceOf, instanceIdOf, launchTemplateIdOf, seedOf } from "./random.ts";
import type { DueTransition, Environment, EnvironmentEvent, Instance, Lane, OptionValues, World } from "./world.ts";

export type Tokens = Instance["httpTokens"];

/** One thing that happens to an environment at an instant. */
export type Step =
  | { kind: "event"; severity: EnvironmentEvent["severity"]; message: string }
  | { kind: "launch"; count: number; tokens: Tokens }
  /** Takes the oldest of those that were (or were not) launched by the operation under way. */
  | { kind: "terminate"; count: number; launchedBefore: boolean }
  | { kind: "health"; health: Environment["health"]; healthStatus: Environment["healthStatus"] }
  | { kind: "migrate" }
  | { kind: "deploy"; values: OptionValues }
  | { kind: "leave-draft" }
  | { kind: "not-abortable" }
  | { kind: "finish" }
  | { kind: "terminated" };

const MINUTE = 60_000;
/** How long a terminated environment stays visible to IncludeDeleted [3P: about an hour]. */
const VISIBLE_AFTER_TERMINATION = 60 * MINUTE;
/** How long metrics of gone instances are kept readable here. */
const METRICS_KEPT = 15 * 24 * 60 * MINUTE;

const before = (a: DueTransition, b: DueTransition): boolean =>
  a.at.getTime() < b.at.getTime() || (a.at.getTime() === b.at.getTime() && a.sequence < b.sequence);

/** Puts steps of an environment's operation into the queue; `after` is in milliseconds of simulated duration. */
export function enqueue(world: World, lane: Lane, environment: Environment, requestId: string, from: Date, steps: readonly { after: number; step: Step }[]): void {
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

/** Takes away what an environment's operation still had to do. */
export function dequeue(world: World, environment: Environment): void {
  const kept = world.queue.filter((due) => due.environmentId !== environment.id);
  world.queue.length = 0;
  world.queue.push(...kept);
}

/** Writes an event of an environment. */
export function emit(lane: Lane, environment: Environment, at: Date, requestId: string | undefined, severity: EnvironmentEvent["severity"], message: string): void {
  lane.events.push({ at, severity, message, requestId, environmentId: environment.id, environmentName: environment.name, applicationName: environment.applicationName });
}

/** What a newly launched instance of an environment looks like. */
export function newInstance(world: World, environment: Environment, region: string, tokens: Tokens, at: Date): Instance {
  const chance = chanceOf(seedOf(`${world.seed}/${environment.id}/${world.nextSequence++}`));
  const like = environment.instances[0];
  return {
    id: instanceIdOf(chance),
    environmentId: environment.id,
    environmentName: environment.name,
    state: "running",
    launchedAt: at,
    terminatedAt: undefined,
    httpTokens: tokens,
    hopLimit: like?.hopLimit ?? 1,
    imageId: like?.imageId ?? "ami-0abcdef1234567890",
    instanceType: like?.instanceType ?? "t3.small",
    availabilityZone: `${region}${chance.pick(["a", "b", "c"])}`,
    autoScalingGroupName: like?.autoScalingGroupName ?? `awseb-${environment.id}-stack-AWSEBAutoScalingGroup-${chance.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 12)}`,
    imdsV1Use: like?.imdsV1Use ?? { kind: "reported", callsPerHour: 0 },
    tags: like?.tags ?? {
      ...environment.tags,
      Name: environment.name,
      "elasticbeanstalk:environment-name": environment.name,
      "elasticbeanstalk:environment-id": environment.id,
    },
  };
}

function terminate(lane: Lane, environment: Environment, count: number, launchedBefore: boolean, at: Date): void {
  const since = environment.operation?.startedAt.getTime() ?? 0;
  const leaving = new Set(
    environment.instances
      .filter(({ launchedAt }) => launchedAt.getTime() < since === launchedBefore)
      .toSorted((a, b) => a.launchedAt.getTime() - b.launchedAt.getTime())
      .slice(0, count),
  );
  environment.instances = environment.instances.filter((instance) => !leaving.has(instance));
  for (const instance of leaving) {
    instance.state = "terminated";
    instance.terminatedAt = at;
    lane.goneInstances.push(instance);
  }
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
    case "launch": {
      const launched = Array.from({ length: step.count }, () => newInstance(world, environment, lane.region, step.tokens, now));
      environment.instances.push(...launched);
      if (launched.length > 0) {
        // AWS sends such lines without a request id [REAL, one of botocore's samples].
        emit(lane, environment, now, undefined, "INFO", `Added instance [${launched.map(({ id }) => id).join(", ")}] to your environment.`);
      }
      break;
    }
    case "terminate": {
      const had = new Set(environment.instances.map(({ id }) => id));
      terminate(lane, environment, step.count, step.launchedBefore, now);
      for (const { id } of environment.instances) had.delete(id);
      if (had.size > 0) emit(lane, environment, now, undefined, "INFO", `Removed instance [${[...had].join(", ")}] from your environment.`);
      break;
    }
    case "health":
      environment.health = step.health;
      environment.healthStatus = step.healthStatus;
      break;
    case "migrate":
      environment.launches = "launch-template";
      environment.launchId = launchTemplateIdOf(chanceOf(seedOf(`${world.seed}/${environment.id}/launch-template`)));
      break;
    case "deploy":
      environment.deployed = step.values;
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
      terminate(lane, environment, environment.instances.length, true, now);
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
    const visible = (at: Date | undefined, kept: number): boolean => at === undefined || now.getTime() - at.getTime() < kept;
    if (lane.environments.some(({ terminatedAt }) => !visible(terminatedAt, VISIBLE_AFTER_TERMINATION))) {
      lane.environments = lane.environments.filter(({ terminatedAt }) => visible(terminatedAt, VISIBLE_AFTER_TERMINATION));
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
  const due = world.queue.splice(0, count === "all" ? world.queue.length : count);
  for (const transition of due) take(world, transition, now);
  return due.length;
}
