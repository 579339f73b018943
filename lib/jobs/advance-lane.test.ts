import { randomUUID } from "node:crypto";
import { UpdateEnvironmentCommand, ElasticBeanstalkClient } from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { syncLanes, takeLease } from "#lib/db/lane-queries.ts";
import { commitTransitions, insertDraft, laneTargets, requestStop, startRollout } from "#lib/db/rollout-queries.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { freshPglite } from "#lib/db/test-database.ts";
import type { TestDatabase } from "#lib/db/test-database.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { beforeOf, planTarget } from "#lib/rollouts/plan.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { step } from "#lib/simulator/transitions.ts";
import { DISABLE_IMDSV1, tokensOf } from "#lib/simulator/update.ts";
import type { Environment } from "#lib/simulator/world.ts";
import { advanceLane, settleStops } from "./advance-lane.ts";
import type { AdvanceDeps } from "./advance-lane.ts";
import { scanLane } from "./scan-lane.ts";

const DISABLE: Change = { kind: "set", methods: "v2-only" };
const REGION = "eu-west-1";

let opened: TestDatabase;
let aws: Simulator;
let deps: AdvanceDeps;
/** Another seed is another account, so that no test meets what an earlier one left in the database. */
let seed = 0;
const FAST = { startRate: 1_000, minRate: 1, maxRate: 1_000, burst: 1_000 };

beforeAll(async () => {
  opened = await freshPglite();
});
afterAll(() => opened.drop());

beforeEach(async () => {
  seed += 1;
  aws = await startSimulator({ seed, accounts: 1, environments: 30, regions: [REGION], throttle: "off", speed: 1 });
  const { sql } = opened.database;
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
  deps = { sql, access, readOnly: false, now: () => new Date() };
  await syncLanes(sql, [{ ...access, accountLabel: "test" }]);
  // What happens by itself in this world would only be noise here.
  step(aws.world, new Date(), "all");
  await scanLane({ sql, access, now: deps.now });
});
afterEach(() => aws.close());

/** Environments of the simulated lane whose update to v2-only will go well unless told otherwise. */
function changeable(): Environment[] {
  const found = (aws.world.lanes[0]?.environments ?? []).filter(
    (environment) =>
      environment.status === "Ready" &&
      environment.draft === undefined &&
      environment.platform.family === "al2" &&
      tokensOf(environment, environment.deployed) === "optional" &&
      environment.instances.every(({ httpTokens }) => httpTokens === "optional"),
  );
  for (const environment of found) environment.fate = "succeeds";
  return found;
}

function someChangeable(count: number): Environment[] {
  const found = changeable().slice(0, count);
  if (found.length < count) throw new Error(`The world has only ${found.length} such environments`);
  return found;
}

/** Plans and starts a rollout of the given environments, as the actions do. */
async function begin(environments: readonly Environment[], change: Change = DISABLE, capPerLane = 1): Promise<string> {
  const { sql, access } = deps;
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
    change,
    before: beforeOf(environment),
    state: planTarget({ environment, laneFailure: null }, change),
  }));
  await insertDraft(sql, {
    rollout: {
      id,
      kind: "bulk",
      createdBy: "test",
      createdAt: new Date(),
      capPerLane,
      planHash: "hash",
      basedOn: null,
    },
    targets,
  });
  expect(await startRollout(sql, { id, planHash: "hash", startedBy: "test", capPerLane, now: new Date() })).toBe(
    "started",
  );
  return id;
}

/** Lets the engine and the simulated AWS take turns until the rollout is over; gives its targets by name. */
async function finish(id: string, later = deps.now) {
  for (let turn = 0; turn < 60; turn++) {
    await advanceLane({ ...deps, now: later });
    step(aws.world, new Date(), "all");
    const detail = await rolloutDetail(deps.sql, id);
    if (detail !== null && detail.status !== "running")
      return new Map(detail.targets.map((target) => [target.name, target]));
  }
  throw new Error("The rollout did not end");
}

const sent = () => aws.world.journal.filter(({ operation }) => operation === "UpdateEnvironment");

describe("a rollout in one lane", () => {
  it("disables IMDSv1, proves it, and sends each update once, with the option alone", async () => {
    const environments = someChangeable(3);
    const targets = await finish(await begin(environments, DISABLE, 2));
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded", "succeeded"]);
    for (const environment of environments) {
      expect(environment.deployed[DISABLE_IMDSV1]).toBe("true");
      expect(environment.instances.every(({ httpTokens }) => httpTokens === "required")).toBe(true);
    }
    expect(sent().map(({ input }) => input)).toEqual(
      expect.arrayContaining(
        environments.map(({ id }) => ({
          EnvironmentId: id,
          OptionSettings: [
            { Namespace: "aws:autoscaling:launchconfiguration", OptionName: "DisableIMDSv1", Value: "true" },
          ],
        })),
      ),
    );
    expect(sent()).toHaveLength(3);
    const [row] = await findEnvironments(deps.sql, [
      { accountId: deps.access.accountId, region: REGION, environmentId: environments[0]?.id ?? "" },
    ]);
    expect(row).toMatchObject({ configured: "v2-only", effective: "v2-only", activeRolloutId: null });
    const [first] = targets.values();
    expect(first?.timeline.map(({ transition }) => transition.kind)).toEqual(["started", "accepted", "succeeded"]);
    expect(first?.events.map(({ message }) => message)).toContain("Environment update completed successfully.");
  });

  it("never has more in flight than the cap", async () => {
    await begin(someChangeable(4), DISABLE, 2);
    await advanceLane(deps);
    await advanceLane(deps);
    const states = (await laneTargets(deps.sql, deps.access)).map(({ target }) => target.state.status);
    expect(states.toSorted()).toEqual(["pending", "pending", "updating", "updating"]);
    expect(sent()).toHaveLength(2);
  });

  it("shows each failure as what it is, in AWS's words, and does the others", async () => {
    const [good, bad, other] = someChangeable(3);
    if (good === undefined || bad === undefined || other === undefined) throw new Error("three were asked for");
    bad.fate = "rolls-back";
    const targets = await finish(await begin([good, bad, other]));
    expect(targets.get(good.name)?.state).toMatchObject({ status: "succeeded" });
    expect(targets.get(other.name)?.state).toMatchObject({ status: "succeeded" });
    expect(targets.get(bad.name)?.state).toMatchObject({ status: "failed", reason: { kind: "rolled-back" } });
    expect(JSON.stringify(targets.get(bad.name)?.state)).toContain(
      "The environment was reverted to the previous configuration setting.",
    );
  });

  it("is blocked by an environment that became busy after the review", async () => {
    const [busy] = someChangeable(1);
    if (busy === undefined) throw new Error("one was asked for");
    const id = await begin([busy]);
    const client = new ElasticBeanstalkClient(clientConfig(aws, { account: 0, region: REGION }));
    await client.send(
      new UpdateEnvironmentCommand({
        EnvironmentId: busy.id,
        OptionSettings: [{ Namespace: "aws:autoscaling:asg", OptionName: "MinSize", Value: "1" }],
      }),
    );
    await advanceLane(deps);
    expect((await rolloutDetail(deps.sql, id))?.targets[0]?.state).toMatchObject({
      status: "blocked",
      reason: { kind: "busy", status: "Updating" },
    });
    expect(sent()).toHaveLength(1);
  });

  it("says in AWS's words that launch templates may not be managed", async () => {
    const [account] = aws.world.accounts;
    if (account === undefined) throw new Error("The world has an account");
    account.mayManageLaunchTemplates = false;
    const [environment] = someChangeable(1);
    const targets = await finish(await begin(environment === undefined ? [] : [environment]));
    expect(JSON.stringify([...targets.values()].map(({ state }) => state))).toContain(
      "is not authorized to perform: ec2:CreateLaunchTemplate",
    );
  });

  it("stops: nothing more is started, what is in flight ends", async () => {
    const id = await begin(someChangeable(3));
    await advanceLane(deps);
    await requestStop(deps.sql, id, new Date());
    const targets = await finish(id);
    expect([...targets.values()].map(({ state }) => state.status).toSorted()).toEqual([
      "skipped",
      "skipped",
      "succeeded",
    ]);
    expect((await rolloutDetail(deps.sql, id))?.status).toBe("stopped");
    expect(sent()).toHaveLength(1);
  });

  it("starts nothing in read-only mode", async () => {
    await begin(someChangeable(1));
    expect(await advanceLane({ ...deps, readOnly: true })).toEqual({ kind: "done" });
    expect(sent()).toEqual([]);
  });

  it("stops also where AWS cannot be asked, or nothing may be started", async () => {
    const id = await begin(someChangeable(2));
    await requestStop(deps.sql, id, new Date());
    await settleStops(deps.sql, deps.access, new Date());
    const stopped = await rolloutDetail(deps.sql, id);
    expect(stopped?.status).toBe("stopped");
    expect(stopped?.targets.map(({ state }) => state)).toEqual([
      { status: "skipped", attempt: 0, reason: "stopped" },
      { status: "skipped", attempt: 0, reason: "stopped" },
    ]);
    expect(sent()).toEqual([]);
  });

  it("leaves a lane to the worker that holds it", async () => {
    await begin(someChangeable(1));
    await takeLease(deps.sql, deps.access, randomUUID(), new Date(), 60_000);
    expect(await advanceLane(deps)).toEqual({ kind: "busy" });
    expect(sent()).toEqual([]);
  });
});

describe("a worker that died after it committed its intent", () => {
  /** Commits the intent and does not make the call: what a crash between the two leaves behind. */
  async function intend(environment: Environment): Promise<string> {
    const id = await begin([environment]);
    const [held] = await laneTargets(deps.sql, deps.access);
    if (held === undefined) throw new Error("A target is held");
    const transition = {
      kind: "started",
      attempt: 1,
      intent: { at: new Date().toISOString(), dateUpdated: environment.updatedAt.toISOString() },
    } as const;
    await commitTransitions(
      deps.sql,
      [
        {
          targetId: held.target.id,
          rolloutId: id,
          expectedVersion: held.version,
          transitions: [transition],
          next: apply(held.target.state, transition),
        },
      ],
      new Date(),
    );
    return id;
  }

  it("finds that its call had arrived, and does not repeat it", async () => {
    const [environment] = someChangeable(1);
    if (environment === undefined) throw new Error("one was asked for");
    const id = await intend(environment);
    const client = new ElasticBeanstalkClient(clientConfig(aws, { account: 0, region: REGION }));
    await client.send(
      new UpdateEnvironmentCommand({
        EnvironmentId: environment.id,
        OptionSettings: [
          { Namespace: "aws:autoscaling:launchconfiguration", OptionName: "DisableIMDSv1", Value: "true" },
        ],
      }),
    );
    const targets = await finish(id);
    expect(targets.get(environment.name)?.state).toMatchObject({ status: "succeeded", attempt: 1 });
    expect(sent()).toHaveLength(1);
  });

  it("finds that its call had not arrived, and makes it as a second attempt", async () => {
    const [environment] = someChangeable(1);
    if (environment === undefined) throw new Error("one was asked for");
    const id = await intend(environment);
    expect(await advanceLane(deps)).toEqual({ kind: "waiting" });
    expect(sent()).toEqual([]);
    const targets = await finish(id, () => new Date(Date.now() + 61_000));
    expect(targets.get(environment.name)?.state).toMatchObject({ status: "succeeded", attempt: 2 });
    expect(sent()).toHaveLength(1);
  });
});
