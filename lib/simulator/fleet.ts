import { makeEnvironment } from "./fleet-environment.ts";
import { ALIASES, PRODUCTS } from "./fleet-names.ts";
import { accessKeyIdOf, accountIdOf, chanceOf, secretOf, seedOf } from "./random.ts";
import type { Chance } from "./random.ts";
import { GROUP, keyOf } from "./option-catalog.ts";
import { isOptIn, makeOrganization } from "./organization.ts";
import { dequeue, emit, enqueue, LAUNCH_SECONDS } from "./transitions.ts";
import { launchOf, tokensOf } from "./update.ts";
import type { Account, Environment, Lane, OptionValues, World } from "./world.ts";

export type FleetOptions = {
  seed: number;
  accounts: number;
  environments: number;
  regions: string[];
  speed: number;
  now: Date;
};

const MINUTE = 60_000;
/** A role's maximum session where nobody sets another [DOC AssumeRole]. */
const MAX_SESSION_SECONDS = 3600;
/** From this size on, the fleet shows one of each bad fate. */
const SHOWS_FATES = 20;

/** What makes each of the first accounts special; the rest are ordinary. Shares are of the environments. */
const ACCOUNTS: readonly { share: number; manages: boolean; assumable: boolean; enforced: boolean }[] = [
  { share: 35, manages: true, assumable: true, enforced: false },
  { share: 35, manages: true, assumable: true, enforced: false },
  { share: 10, manages: false, assumable: true, enforced: false },
  { share: 14, manages: true, assumable: true, enforced: true },
  { share: 6, manages: true, assumable: false, enforced: false },
];
const ORDINARY = { share: 20, manages: true, assumable: true, enforced: false };
const kindOf = (index: number) => ACCOUNTS[index] ?? ORDINARY;

function makeAccount(chance: Chance, index: number): Account {
  const id = accountIdOf(chance);
  const { manages, assumable } = kindOf(index);
  return {
    id,
    alias: ALIASES[index] ?? `account-${index + 1}`,
    accessKeyId: accessKeyIdOf(chance),
    secretAccessKey: secretOf(chance),
    roleArn: `arn:aws:iam::${id}:role/imds-fleet`,
    externalId: `imds-fleet-${chance.text("0123456789abcdef", 12)}`,
    roleAssumable: assumable,
    maxSessionSeconds: MAX_SESSION_SECONDS,
    mayManageLaunchTemplates: manages,
  };
}

/** Whether an update to v2-only has something to do here and can do it. */
const isEligible = (environment: Environment): boolean =>
  environment.tier.name !== "Cluster" &&
  environment.status === "Ready" &&
  environment.draft === undefined &&
  environment.platform.disableImdsV1Default !== undefined &&
  tokensOf(environment, environment.deployed) === "optional";

/** The lane that shows what can go wrong: the second account's (else the only one's) in the first region. */
function shownLane(world: World): Lane | undefined {
  const account = world.accounts[1] ?? world.accounts[0];
  return world.lanes.find(({ accountId, region }) => accountId === account?.id && region === world.regions[0]);
}

/** Gives a few environments an update that will go wrong; the first eligible ones of the second account show one of each. */
function drawFates(world: World, chance: Chance): void {
  for (const lane of world.lanes) {
    for (const environment of lane.environments) {
      if (isEligible(environment) && chance.happens(0.04))
        environment.fate = chance.happens(0.7) ? "rolls-back" : "fails-degraded";
    }
  }
  const [first, second] = shownLane(world)?.environments.filter((environment) => isEligible(environment)) ?? [];
  if (first !== undefined) first.fate = "rolls-back";
  if (second !== undefined) second.fate = "fails-degraded";
}

/** Lets some environments be in the middle of something when the world begins. */
function setInMotion(world: World, lane: Lane, environment: Environment, now: Date, chance: Chance): void {
  const requestId = `00000000-0000-4000-8000-${chance.text("0123456789abcdef", 12)}`;
  const startedAt = new Date(now.getTime() - 5 * MINUTE);
  if (environment.status === "Terminating") {
    environment.operation = { requestId, kind: "terminate", startedAt };
    emit(lane, environment, startedAt, requestId, "INFO", "terminateEnvironment is starting.");
    enqueue(world, lane, environment, requestId, now, [{ after: 40 * MINUTE, step: { kind: "terminated" } }]);
  } else if (environment.status === "Launching") {
    environment.operation = { requestId, kind: "launch", startedAt };
    emit(lane, environment, startedAt, requestId, "INFO", "createEnvironment is starting.");
    const after = chance.whole(60, 240) * MINUTE;
    enqueue(world, lane, environment, requestId, now, [
      {
        after: after - (LAUNCH_SECONDS + 5) * 1_000,
        step: { kind: "launch", count: environment.desiredCapacity, ...launchOf(environment, environment.deployed) },
      },
      { after, step: { kind: "health", health: "Green", healthStatus: "Ok" } },
      {
        after,
        step: { kind: "event", severity: "INFO", message: `Successfully launched environment: ${environment.name}` },
      },
      { after, step: { kind: "finish" } },
    ]);
  } else if (environment.status === "Updating") {
    // Somebody lets it grow further: no instance is replaced.
    const size = keyOf(GROUP, "MaxSize");
    const cluster = environment.tier.name === "Cluster";
    const values: OptionValues = cluster
      ? environment.deployed
      : { ...environment.deployed, [size]: String(Number(environment.deployed[size]) + 2) };
    environment.operation = { requestId, kind: "update", startedAt };
    environment.draft = { status: "pending", values };
    emit(lane, environment, startedAt, requestId, "INFO", "Environment update is starting.");
    emit(
      lane,
      environment,
      startedAt,
      requestId,
      "INFO",
      `Updating environment ${environment.name}'s configuration settings.`,
    );
    const after = chance.whole(60, 240) * MINUTE;
    enqueue(world, lane, environment, requestId, now, [
      {
        after,
        step: { kind: "event", severity: "INFO", message: "Successfully deployed new configuration to environment." },
      },
      { after, step: { kind: "deploy", values, removed: [] } },
      { after, step: { kind: "health", health: "Green", healthStatus: "Ok" } },
      { after, step: { kind: "event", severity: "INFO", message: "Environment update completed successfully." } },
      { after, step: { kind: "finish" } },
    ]);
  }
}

/** Makes two environments of the lane eligible where chance did not, without a change to any other. */
function ensureEligible(world: World, lane: Lane, taken: Set<string>, now: Date): void {
  const chance = chanceOf(seedOf(`eligible/${world.seed}`));
  const missing = 2 - lane.environments.filter((environment) => isEligible(environment)).length;
  const others = lane.environments.flatMap((environment, index) => (isEligible(environment) ? [] : [index]));
  for (const index of others.slice(0, Math.max(0, missing))) {
    const replaced = lane.environments[index];
    if (replaced === undefined) continue;
    taken.delete(replaced.name);
    dequeue(world, replaced);
    lane.events = lane.events.filter(({ environmentId }) => environmentId !== replaced.id);
    let instead = makeEnvironment({ world, lane, chance, taken, now });
    while (!isEligible(instead)) {
      taken.delete(instead.name);
      instead = makeEnvironment({ world, lane, chance, taken, now });
    }
    lane.environments[index] = instead;
  }
}

/** Where environments are: regions that every account has, or all where none needs no opting in. */
const commonRegions = (regions: readonly string[]): readonly string[] => {
  const common = regions.filter((region) => !isOptIn(region));
  return common.length > 0 ? common : regions;
};

/** The regions that an account has enabled: only the first one ever opted in to more than every account has. */
const regionsOf = (regions: readonly string[], index: number): readonly string[] =>
  index === 0 ? regions : commonRegions(regions);

/** Takes a seed and sizes and gives a world; the same seed, sizes and time give the same world. */
export function makeWorld({ seed, accounts, environments, regions, speed, now }: FleetOptions): World {
  const chance = chanceOf(seedOf(`fleet/${seed}`));
  const made = Array.from({ length: accounts }, (_, index) => makeAccount(chance, index));
  const world: World = {
    seed,
    speed,
    partition: "aws",
    regions: [...regions],
    organization: makeOrganization({ seed, accounts: made, now }),
    accounts: made,
    sessions: [],
    lanes: made.flatMap((account, index) =>
      regionsOf(regions, index).map((region): Lane => ({
        accountId: account.id,
        region,
        applications: [],
        environments: [],
        goneInstances: [],
        events: [],
        httpTokensEnforced: kindOf(index).enforced,
        metadataDefaults: kindOf(index).enforced
          ? { httpTokens: "required", hopLimit: 2 }
          : { httpTokens: "no-preference", hopLimit: undefined },
        broken: index === 1 && accounts >= 2 && regions.length >= 3 && region === commonRegions(regions).at(-1),
      })),
    ),
    queue: [],
    nextSequence: 1,
    journal: [],
    calls: new Map(),
  };

  // Environments are dealt out by share: the same number for the same sizes, whatever the seed.
  const total = made.reduce((sum, _, index) => sum + kindOf(index).share, 0);
  const names = new Map(world.lanes.map((lane) => [lane, new Set<string>()]));
  let dealt = 0;
  let owed = 0;
  const dealtIn = commonRegions(regions);
  for (const [index, account] of made.entries()) {
    owed += (kindOf(index).share / total) * environments;
    for (let within = 0; dealt < Math.round(owed); dealt++, within++) {
      const lane = world.lanes.find(
        ({ accountId, region }) => accountId === account.id && region === dealtIn[within % dealtIn.length],
      );
      const taken = lane === undefined ? undefined : names.get(lane);
      if (lane === undefined || taken === undefined) throw new Error("A world needs at least one region");
      const environment = makeEnvironment({ world, lane, chance, taken, now });
      lane.environments.push(environment);
      setInMotion(world, lane, environment, now, chance);
    }
  }
  const shown = shownLane(world);
  const shownNames = shown === undefined ? undefined : names.get(shown);
  if (environments >= SHOWS_FATES && shown !== undefined && shownNames !== undefined)
    ensureEligible(world, shown, shownNames, now);
  for (const lane of world.lanes) {
    const used = new Set(lane.environments.map(({ applicationName }) => applicationName));
    const createdAt = new Date(now.getTime() - 900 * 24 * 60 * MINUTE);
    lane.applications = PRODUCTS.filter(({ application }) => used.has(application)).map(
      ({ application, description }) => ({ name: application, description, createdAt, updatedAt: createdAt }),
    );
  }
  drawFates(world, chance);
  return world;
}
