import { randomUUID } from "node:crypto";
import { ElasticBeanstalkClient, UpdateEnvironmentCommand } from "@aws-sdk/client-elastic-beanstalk";
import { expect } from "vitest";
import type { Sql } from "#lib/db/database.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { beforeOf, planTarget } from "#lib/rollouts/plan.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { step } from "#lib/simulator/transitions.ts";
import { tokensOf } from "#lib/simulator/update.ts";
import type { Environment } from "#lib/simulator/world.ts";
import type { AdvanceDeps } from "./advance-lane.ts";
import { advanceLane } from "./advance-lane.ts";
import { scanLane } from "./scan-lane.ts";

/** The region of the one lane. */
export const REGION = "eu-west-1";

const DISABLE: Change = { kind: "set", methods: "v2-only" };
const FAST = { startRate: 1_000, minRate: 1, maxRate: 1_000, burst: 1_000 };
/** Another seed is another account, so that no test meets what an earlier one left in the database. */
let seed = 0;

type Ambient = () => Promise<{ accessKeyId: string; secretAccessKey: string }>;

/** A simulated lane that was scanned, and ways to change its environments and to see what AWS received. */
export type SimulatedLane = {
  aws: Simulator;
  deps: AdvanceDeps;
  /** The same, where asking AWS anything fails. */
  offline: AdvanceDeps;
  /** The lane, whose clients ask for their credentials through this. */
  accessVia(ask: (ambient: Ambient) => ReturnType<Ambient>): AdvanceDeps["access"];
  /** So many environments whose update to v2-only will go well unless told otherwise. */
  changeable(count: number): Environment[];
  /** Plans and starts a rollout of the given environments, as the actions do. */
  begin(environments: readonly Environment[], capPerLane?: number, policy?: Partial<Policy>): Promise<string>;
  /** Lets the engine and the simulated AWS take turns until the rollout is over; gives its targets by name. */
  finish(id: string, now?: AdvanceDeps["now"]): Promise<Map<string, RolloutDetail["targets"][number]>>;
  /** Somebody else updates an environment. */
  updateElsewhere(environment: Environment, namespace: string, name: string, value: string): Promise<void>;
  /** The updates AWS received. */
  sent(): Simulator["world"]["journal"];
};

/** Takes a database and gives a new simulated lane in it. */
export async function simulateLane(sql: Sql): Promise<SimulatedLane> {
  seed += 1;
  const aws = await startSimulator({
    seed,
    accounts: 1,
    environments: 30,
    regions: [REGION],
    throttle: "off",
    speed: 1,
  });
  const [account] = aws.ready.accounts;
  if (account === undefined) throw new Error("The simulator has an account");
  const ambient = () => Promise.resolve({ accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey });
  const access = {
    accountId: account.id,
    region: REGION,
    roleArn: null,
    externalId: null,
    aws: { endpointUrl: aws.endpoint, ambient, bucket: FAST },
  };
  const deps: AdvanceDeps = { sql, access, readOnly: false, now: () => new Date() };
  const refuse = () => Promise.reject(new Error("AWS was asked"));
  const offline = { ...deps, access: { ...access, aws: { ...access.aws, ambient: refuse } } };
  await syncLanes(sql, [{ ...access, accountLabel: "test" }]);
  // What happens by itself in this world would only be noise here.
  step(aws.world, new Date(), "all");
  await scanLane({ sql, access, now: deps.now, metrics: null });
  const client = new ElasticBeanstalkClient(clientConfig(aws, { account: 0, region: REGION }));
  return {
    aws,
    deps,
    offline,
    accessVia: (ask) => ({ ...access, aws: { ...access.aws, ambient: () => ask(ambient) } }),
    changeable: (count) => changeable(aws, count),
    begin: (environments, capPerLane = 1, policy = {}) =>
      begin(deps, environments, { ...NO_POLICY, cap: { perLane: capPerLane, inAll: null }, ...policy }),
    async finish(id, now = deps.now) {
      for (let turn = 0; turn < 60; turn++) {
        await advanceLane({ ...deps, now });
        step(aws.world, new Date(), "all");
        const detail = await rolloutDetail(sql, id);
        if (detail !== null && !isUnderWay(detail.status))
          return new Map(detail.targets.map((target) => [target.name, target]));
      }
      throw new Error("The rollout did not end");
    },
    async updateElsewhere({ id }, namespace, name, value) {
      const OptionSettings = [{ Namespace: namespace, OptionName: name, Value: value }];
      await client.send(new UpdateEnvironmentCommand({ EnvironmentId: id, OptionSettings }));
    },
    sent: () => aws.world.journal.filter(({ operation }) => operation === "UpdateEnvironment"),
  };
}

function changeable(aws: Simulator, count: number): Environment[] {
  const found = (aws.world.lanes[0]?.environments ?? []).filter(
    (environment) =>
      environment.status === "Ready" &&
      environment.draft === undefined &&
      environment.platform.family === "al2" &&
      tokensOf(environment, environment.deployed) === "optional" &&
      environment.instances.every(({ httpTokens }) => httpTokens === "optional"),
  );
  if (found.length < count) throw new Error(`The world has only ${found.length} such environments`);
  for (const environment of found) environment.fate = "succeeds";
  return found.slice(0, count);
}

async function begin(
  { sql, access }: AdvanceDeps,
  environments: readonly Environment[],
  policy: Policy,
): Promise<string> {
  const id = randomUUID();
  const stored = await findEnvironments(
    sql,
    environments.map((environment) => ({ accountId: access.accountId, region: REGION, environmentId: environment.id })),
  );
  const targets = stored.map((environment): Target => ({
    id: randomUUID(),
    rolloutId: id,
    accountId: access.accountId,
    region: REGION,
    environmentId: environment.environmentId,
    name: environment.name,
    application: environment.application,
    change: DISABLE,
    before: beforeOf(environment),
    tags: environment.tags.tags,
    validation: null,
    state: planTarget({ environment, laneFailure: null }, DISABLE),
  }));
  const plan = { id, kind: "bulk", createdBy: "test", createdAt: new Date(), planHash: "hash", basedOn: null } as const;
  await insertDraft(sql, { rollout: { ...plan, policy }, targets });
  const now = new Date();
  const started = await startRollout(sql, { id, planHash: "hash", startedBy: "test", acknowledgements: null, now });
  expect(started).toBe("started");
  return id;
}
