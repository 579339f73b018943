import { beginDeployment } from "#lib/simulator/deployment.ts";
import { PLATFORMS } from "#lib/simulator/platforms.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import { advance } from "#lib/simulator/transitions.ts";
import { beginAbort, beginUpdate, DISABLE_IMDSV1 } from "#lib/simulator/update.ts";
import type { Call, Environment, Lane, OptionValues, World } from "#lib/simulator/world.ts";
import type { Fact } from "./fact.ts";
import { factsOf } from "./facts.ts";
import type { Asked } from "./probe-platforms.ts";
import { readLane } from "./probes.ts";
import type { LaneReading } from "./reading.ts";
import { newRedactor } from "./redact.ts";
import { newTraffic, openTarget } from "./target.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Longer than any update takes, shorter than what was under way when the world began still takes. */
const AGO_MS = 50 * MINUTE;

/** Enough that every sort of environment, update and end occurs among them. */
const ENVIRONMENTS = 280;
/** One ordinary account, one that shows bad ends, one without launch templates, one that enforces tokens. */
const ACCOUNTS = 4;
const REGION = "us-east-1";

const FATES = ["succeeds", "succeeds", "rolls-back", "fails-degraded"] as const;

type Actor = { lane: Lane; environment: Environment };

function callAs(world: World, lane: Lane, now: Date, requestId: string): Call | undefined {
  const account = world.accounts.find(({ id }) => id === lane.accountId);
  if (account === undefined) return undefined;
  const principalArn = `arn:aws:iam::${account.id}:user/verify`;
  return { world, caller: { account, region: lane.region, principalArn, userId: "AIDA" }, now, requestId };
}

function begin(world: World, { lane, environment }: Actor, now: Date, number: number): void {
  const call = callAs(world, lane, now, `10000000-0000-4000-8000-${String(number).padStart(12, "0")}`);
  const size = "aws:autoscaling:asg/MaxSize";
  const change: OptionValues =
    number % 7 === 6
      ? { [size]: String(Number(environment.deployed[size] ?? 1) + 1) }
      : {
          [DISABLE_IMDSV1]: environment.instances.some(({ httpTokens }) => httpTokens === "optional")
            ? "true"
            : "false",
        };
  if (call !== undefined) beginUpdate(call, lane, environment, { set: change, remove: [] });
}

function abort(world: World, { lane, environment }: Actor, now: Date, number: number): void {
  const call = callAs(world, lane, now, `20000000-0000-4000-8000-${String(number).padStart(12, "0")}`);
  if (call !== undefined && environment.abortable && environment.status === "Updating")
    beginAbort(call, lane, environment);
}

/**
 * Lets a simulated world have a past: configuration updates of every sort and end, aborts and deployments, and some that
 * are still under way. Done in the world itself: no call is made for it.
 */
export function playUpdates(world: World, now: Date): void {
  const idle = world.lanes
    .flatMap((lane) => lane.environments.map((environment) => ({ lane, environment })))
    .filter(
      ({ environment: { status, draft, tier, platform } }) =>
        status === "Ready" &&
        draft === undefined &&
        tier.name !== "Cluster" &&
        platform.disableImdsV1Default !== undefined,
    );
  // A part stays as it was, and a part is in the middle of it.
  const moved = idle.filter((_, index) => index % 4 < 2);
  const moving = idle.filter((_, index) => index % 16 === 3);
  const started = new Date(now.getTime() - AGO_MS);
  for (const [index, actor] of moved.entries()) {
    actor.environment.fate = FATES[index % FATES.length] ?? "succeeds";
    if (index % 11 === 10) beginDeployment(world, actor.lane, actor.environment, started, 5);
    else begin(world, actor, started, index);
  }
  for (const [index, seconds] of [20, 60, 150].entries()) {
    const at = new Date(started.getTime() + seconds * SECOND);
    advance(world, at);
    for (const [number, actor] of moved.entries())
      if (number % 10 === index) abort(world, actor, at, number * 10 + index);
  }
  advance(world, now);
  for (const [index, actor] of moving.entries())
    begin(world, actor, new Date(now.getTime() - 25 * SECOND), 1000 + index);
  advance(world, new Date(now.getTime() - SECOND));
  for (const [index, actor] of moving.entries()) if (index % 2 === 1) abort(world, actor, now, 20_000 + index);
}

/** Takes a running simulator and gives what it shows to the same questions that AWS is asked, in every account of it. */
async function readAccounts(simulator: Simulator, validate: boolean): Promise<LaneReading[]> {
  const traffic = newTraffic();
  const asked: Asked = new Map();
  const readings: LaneReading[] = [];
  for (const [account, { id }] of simulator.ready.accounts.entries()) {
    const { credentials, endpoint, region } = clientConfig(simulator, { account });
    const target = openTarget({ region, endpoint, credentials, callsPerSecond: 10_000, validate }, traffic);
    readings.push(
      await readLane(target, id, newRedactor(), {
        maxEnvironments: ENVIRONMENTS,
        platforms: PLATFORMS.map(({ solutionStackName }) => solutionStackName),
        validate,
        leads: account === 0,
        asked,
        progress: () => {},
      }),
    );
  }
  return readings;
}

/** Starts a simulator, lets it live through updates, and gives what it believes of AWS. */
export async function simulatorFacts({ validate }: { validate: boolean }): Promise<Fact[]> {
  const simulator = await startSimulator({
    seed: 1,
    accounts: ACCOUNTS,
    environments: ENVIRONMENTS,
    regions: [REGION],
    // Real speed: what is under way stays so while it is read.
    speed: 1,
    throttle: "off",
  });
  try {
    playUpdates(simulator.world, new Date());
    return factsOf(await readAccounts(simulator, validate));
  } finally {
    await simulator.close();
  }
}
