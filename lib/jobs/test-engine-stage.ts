import { randomUUID } from "node:crypto";
import { vi } from "vitest";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Sql } from "#lib/db/database.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { beforeOf, planTarget } from "#lib/rollouts/plan.ts";
import type { Target } from "#lib/rollouts/target.ts";
import type { ChangeWindow } from "#lib/rollouts/window.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { step } from "#lib/simulator/transitions.ts";
import { DISABLE_IMDSV1, tokensOf } from "#lib/simulator/update.ts";
import type { Environment, Lane } from "#lib/simulator/world.ts";
import { advanceLane } from "./advance-lane.ts";
import { scanLane } from "./scan-lane.ts";
import { policyOf } from "./test-engine-policies.ts";
import type { PolicyKey } from "./test-engine-policies.ts";
import { AFTER, CHANGE, prepare } from "./test-engine-wishes.ts";
import type { Wanted } from "./test-engine-wishes.ts";
import { heldSql, newLife } from "./test-engine-worker.ts";
import type { Life, Wire } from "./test-engine-worker.ts";

/**
 * What a run begins with: a lane of these environments, and a rollout of all of them, or two of every other one; how many
 * seconds the second worker's clock is ahead of everybody's; in how many seconds the first rollout is to begin (0: at once);
 * whether change windows hold it.
 */
export type Setup = {
  seed: number;
  wanted: readonly Wanted[];
  cap: number;
  rollouts: 1 | 2;
  ahead: number;
  policy: PolicyKey;
  startsIn: number;
  overridesWindows: boolean;
};

/** One environment under change, with what the wire and the world showed of it. */
export type Subject = {
  targetId: string;
  rolloutId: string;
  environment: Environment;
  /** The attempt in the database at each update that left for AWS. */
  attempts: number[];
  /** When (in steps of the run) the change was last seen to be deployed and on all instances, and when not deployed. */
  provenAt: number;
  undoneAt: number;
};

export type Stage = {
  sql: Sql;
  aws: Simulator;
  lane: Lane;
  policy: Policy;
  subjects: Subject[];
  /** The two workers that can be held; the third always runs through. */
  lives: (Life | undefined)[];
  begin: (slot: number) => Life;
  /** The step of the run, and the one in which the oldest worker of the latest command began. */
  now: number;
  since: number;
  began: number[];
  /** Looks at the world once more: what the engine may have seen in this step. */
  note: () => void;
  /** Updates that were not ours, by request id. */
  outsiders: Set<string>;
  /** Rollouts that were stopped, with the last transition before. */
  stops: Map<string, number>;
  /** Rollouts that are paused, with the last transition when that was seen. */
  pauses: Map<string, number>;
  /** Change windows that hold, and the last transition that a look has seen. */
  windows: ChangeWindow[];
  looked: number;
  /** How many waves of a paused rollout had been opened when that was seen. */
  opened: Map<string, number>;
  /** States at the last look, by target. */
  seen: Map<string, { version: number; state: string; ended: boolean }>;
  violations: string[];
  access: LaneAccess;
  client: ReturnType<typeof clientConfig>;
  onUpdate: (environmentId: string) => Promise<void>;
};

/** Every request takes a little time, so that no two things happen to an environment in the same millisecond. */
const BREATH_MS = 20;
const UNHINDERED = { startRate: 1_000, minRate: 500, maxRate: 1_000, burst: 1_000 };

/** A lane of its own for each run: what an earlier run left in the database is not met. */
let regions = 0;

/** Lets time pass for the engine and for AWS, which share this process's clock. */
export function pass(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

async function plan(
  { sql, access, policy }: Pick<Stage, "sql" | "access" | "policy">,
  planned: readonly { environment: Environment; wanted: Wanted }[],
  { startsIn, overridesWindows }: Pick<Setup, "startsIn" | "overridesWindows">,
): Promise<Target[]> {
  const { accountId, region } = access;
  const id = randomUUID();
  const stored = await findEnvironments(
    sql,
    planned.map(({ environment }) => ({ accountId, region, environmentId: environment.id })),
  );
  const targets = stored.map((environment): Target => {
    const change = CHANGE[planned.find((one) => one.environment.id === environment.environmentId)?.wanted ?? "disable"];
    const { environmentId, name, application } = environment;
    const state = planTarget({ environment, laneFailure: null }, change);
    if (state.status !== "pending") throw new Error(`${name} cannot be planned: ${JSON.stringify(state)}`);
    const before = beforeOf(environment);
    return {
      id: randomUUID(),
      rolloutId: id,
      accountId,
      region,
      environmentId,
      name,
      application,
      change,
      before,
      tags: environment.tags.tags,
      validation: null,
      state,
    };
  });
  const now = new Date();
  const rollout = {
    id,
    kind: "bulk",
    createdBy: "test",
    createdAt: now,
    policy,
    planHash: "",
    basedOn: null,
  } as const;
  await insertDraft(sql, { rollout, targets });
  const started = await startRollout(sql, {
    id,
    planHash: "",
    startedBy: "test",
    acknowledgements: null,
    now,
    schedule: startsIn === 0 ? null : { at: new Date(now.getTime() + startsIn * 1_000), zone: "UTC" },
    windowOverride: overridesWindows ? "test" : null,
  });
  if (started !== "started") throw new Error("The rollout was not started");
  return targets;
}

function note(stage: Stage, wanted: ReadonlyMap<string, Wanted>): void {
  stage.now += 1;
  for (const subject of stage.subjects) {
    const { environment } = subject;
    const value = environment.deployed[DISABLE_IMDSV1];
    const after = AFTER[wanted.get(environment.id) ?? "disable"];
    if (value !== after) subject.undoneAt = stage.now;
    // An override that equals the default and no override look alike to everybody who asks AWS.
    const shown = (it: string | undefined) => it ?? environment.platform.disableImdsV1Default;
    const is = shown(value) === shown(after);
    const tokens = tokensOf(environment, environment.deployed);
    if (is && environment.instances.every(({ httpTokens }) => httpTokens === tokens)) subject.provenAt = stage.now;
  }
}

/** Takes a setup, a database and three wires, and gives a lane with running rollouts, in a world at real speed. */
export async function setStage(sql: Sql, wires: readonly Wire[], setup: Setup): Promise<Stage> {
  regions += 1;
  const region = `test-${regions}`;
  const aws = await startSimulator({
    seed: setup.seed,
    accounts: 1,
    environments: 40,
    regions: [region],
    throttle: "off",
    speed: 1,
  });
  const [lane] = aws.world.lanes;
  const [account] = aws.world.accounts;
  if (lane === undefined || account === undefined) throw new Error("The world has a lane");
  step(aws.world, new Date(), "all");
  const environments = prepare(lane, setup.wanted);
  lane.environments = [...environments];
  const wanted = new Map(environments.map(({ id }, index) => [id, setup.wanted[index] ?? "disable"]));

  const accessBy = (endpointUrl: string): LaneAccess => ({
    accountId: account.id,
    region,
    roleArn: null,
    externalId: null,
    aws: { endpointUrl, ambient: ambientOf(account), bucket: UNHINDERED },
  });
  const access = accessBy(aws.endpoint);
  await syncLanes(sql, [{ ...access, accountLabel: "test" }]);
  await scanLane({ sql, access, now: () => new Date(), metrics: null });

  const stage: Stage = {
    sql,
    aws,
    lane,
    policy: policyOf(setup.policy, setup.cap),
    subjects: [],
    lives: [],
    now: 0,
    since: 0,
    began: [],
    note: () => note(stage, wanted),
    outsiders: new Set(),
    stops: new Map(),
    pauses: new Map(),
    windows: [],
    looked: 0,
    opened: new Map(),
    seen: new Map(),
    violations: [],
    access,
    client: clientConfig(aws, { account: 0, region }),
    onUpdate: () => Promise.resolve(),
    begin(slot) {
      const wire = wires[slot];
      if (wire === undefined) throw new Error("Each worker has a wire");
      const ahead = slot === 1 ? setup.ahead * 1_000 : 0;
      const life = newLife((self) =>
        advanceLane({
          sql: heldSql(sql, self),
          access: accessBy(wire.endpoint),
          readOnly: false,
          now: () => new Date(Date.now() + ahead),
        }),
      );
      wire.connect({
        life,
        endpoint: aws.endpoint,
        async onRequest(action, parameters) {
          pass(BREATH_MS);
          if (action === "UpdateEnvironment") await stage.onUpdate(parameters.get("EnvironmentId") ?? "");
        },
        onAnswer: stage.note,
      });
      stage.lives[slot] = life;
      stage.began[slot] = stage.now;
      return life;
    },
  };
  for (let part = 0; part < setup.rollouts; part++) {
    const planned = environments
      .filter((_, index) => index % setup.rollouts === part)
      .map((environment) => ({ environment, wanted: wanted.get(environment.id) ?? "disable" }));
    // Rollouts are worked on in the order of their start.
    pass(1_000);
    if (planned.length === 0) continue;
    const how = part === 0 ? setup : { startsIn: 0, overridesWindows: false };
    for (const target of await plan(stage, planned, how)) {
      const environment = environments.find(({ id }) => id === target.environmentId);
      if (environment === undefined) throw new Error("A target is of an environment of the world");
      stage.subjects.push({
        targetId: target.id,
        rolloutId: target.rolloutId,
        environment,
        attempts: [],
        provenAt: -1,
        undoneAt: 0,
      });
    }
  }
  return stage;
}

type Keys = { id: string; accessKeyId: string; secretAccessKey: string };
const ambients = new Map<string, NonNullable<NonNullable<LaneAccess["aws"]>["ambient"]>>();

/** One provider for each account: clients are kept by it. */
function ambientOf({ id, accessKeyId, secretAccessKey }: Keys) {
  const known = ambients.get(id) ?? (() => Promise.resolve({ accessKeyId, secretAccessKey }));
  ambients.set(id, known);
  return known;
}
