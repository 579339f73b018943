import { makeEnvironment } from "./fleet-environment.ts";
import { ALIASES, PRODUCTS } from "./fleet-names.ts";
import { accessKeyIdOf, accountIdOf, chanceOf, secretOf, seedOf } from "./random.ts";
import type { Chance } from "./random.ts";
import { emit, enqueue } from "./transitions.ts";
import { tokensOf } from "./update.ts";
import type { Account, Environment, Lane, World } from "./world.ts";

export type FleetOptions = { seed: number; accounts: number; environments: number; regions: string[]; speed: number; now: Date };

const MINUTE = 60_000;

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

/** Gives a few environments an update that will go wrong; the first eligible ones of the second account show one of each. */
function drawFates(world: World, chance: Chance): void {
  for (const lane of world.lanes) {
    for (const environment of lane.environments) {
      if (isEligible(environment) && chance.happens(0.04)) environment.fate = chance.happens(0.7) ? "rolls-back" : "fails-degraded";
    }
  }
  const shown = world.accounts[1] ?? world.accounts[0];
  const lane = world.lanes.find(({ accountId, region }) => accountId === shown?.id && region === world.regions[0]);
  const [first, second] = lane?.environments.filter((environment) => isEligible(environment)) ?? [];
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
  } else if (environment.status !== "Ready") {
    environment.operation = { requestId, kind: environment.status === "Launching" ? "launch" : "update", startedAt };
    emit(lane, environment, startedAt, requestId, "INFO", environment.status === "Launching" ? "createEnvironment is starting." : "Environment update is starting.");
    const after = chance.whole(60, 240) * MINUTE;
    enqueue(world, lane, environment, requestId, now, [
      { after, step: { kind: "health", health: "Green", healthStatus: "Ok" } },
      { after, step: { kind: "event", severity: "INFO", message: environment.status === "Launching" ? `Successfully launched environment: ${environment.name}` : "Environment update completed successfully." } },
      { after, step: { kind: "finish" } },
    ]);
  }
}

/** Takes a seed and sizes and gives a world; the same seed, sizes and time give the same world. */
export function makeWorld({ seed, accounts, environments, regions, speed, now }: FleetOptions): World {
  const chance = chanceOf(seedOf(`fleet/${seed}`));
  const made = Array.from({ length: accounts }, (_, index) => makeAccount(chance, index));
  const world: World = {
    seed,
    speed,
    partition: "aws",
    regions: [...regions],
    accounts: made,
    sessions: [],
    lanes: made.flatMap((account, index) =>
      regions.map((region): Lane => ({
        accountId: account.id,
        region,
        applications: [],
        environments: [],
        goneInstances: [],
        events: [],
        httpTokensEnforced: kindOf(index).enforced,
        metadataDefaults: kindOf(index).enforced ? { httpTokens: "required", hopLimit: 2 } : { httpTokens: "no-preference", hopLimit: undefined },
        broken: index === 1 && accounts >= 2 && regions.length >= 3 && region === regions.at(-1),
      })),
    ),
    queue: [],
    nextSequence: 1,
    journal: [],
  };

  // Environments are dealt out by share: the same number for the same sizes, whatever the seed.
  const total = made.reduce((sum, _, index) => sum + kindOf(index).share, 0);
  let dealt = 0;
  let owed = 0;
  for (const [index, account] of made.entries()) {
    owed += (kindOf(index).share / total) * environments;
    for (let within = 0; dealt < Math.round(owed); dealt++, within++) {
      const lane = world.lanes.find(({ accountId, region }) => accountId === account.id && region === regions[within % regions.length]);
      if (lane === undefined) throw new Error("A world needs at least one region");
      const environment = makeEnvironment({ world, lane, chance, now });
      lane.environments.push(environment);
      setInMotion(world, lane, environment, now, chance);
    }
  }
  for (const lane of world.lanes) {
    const used = new Set(lane.environments.map(({ applicationName }) => applicationName));
    const createdAt = new Date(now.getTime() - 900 * 24 * 60 * MINUTE);
    lane.applications = PRODUCTS.filter(({ application }) => used.has(application)).map(({ application, description }) => ({ name: application, description, createdAt, updatedAt: createdAt }));
  }
  drawFates(world, chance);
  return world;
}

