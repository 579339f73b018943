import { makeWorld } from "./fleet.ts";
import { advance } from "./transitions.ts";
import { beginUpdate, DISABLE_IMDSV1, tokensOf } from "./update.ts";
import type { Account, Call, Environment, Lane, OptionValues, World } from "./world.ts";

export const START = new Date("2026-03-01T12:00:00Z");
export const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
export const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";

export type Stage = {
  world: World;
  lane: Lane;
  environment: Environment;
  account: Account;
  call: (now: Date) => Call;
};

/** A world at real speed with one AL2 environment of three instances, put as the example wants it. */
export function stage(change: Partial<Environment> = {}, options: OptionValues = {}): Stage {
  const world = makeWorld({
    seed: 1,
    accounts: 1,
    environments: 40,
    regions: ["eu-west-1"],
    speed: 1,
    now: START,
  });
  const [lane] = world.lanes;
  const [account] = world.accounts;
  const environment = lane?.environments.find(
    ({ platform, status, instances, singleInstance }) =>
      platform.family === "al2" && status === "Ready" && instances.length === 3 && !singleInstance,
  );
  if (lane === undefined || account === undefined || environment === undefined)
    throw new Error("The world has no such environment");
  world.queue.length = 0;
  Object.assign(environment, {
    fate: "succeeds",
    launches: "launch-configuration",
    health: "Green",
    draft: undefined,
    deployed: options,
    ...change,
  });
  for (const instance of environment.instances) instance.httpTokens = tokensOf(environment, environment.deployed);
  const call = (now: Date): Call => ({
    world,
    caller: {
      account,
      region: lane.region,
      principalArn: `arn:aws:iam::${account.id}:user/test`,
      userId: "AIDA",
    },
    now,
    requestId: "request-1",
  });
  return { world, lane, environment, account, call };
}

export const messages = ({ lane, environment }: Stage) =>
  lane.events
    .filter(({ environmentId, at }) => environmentId === environment.id && at >= START)
    .map(({ message }) => message);
export const disable = (on: Stage) =>
  beginUpdate(on.call(START), on.lane, on.environment, {
    set: { [DISABLE_IMDSV1]: "true" },
    remove: [],
  });
export const ended = (on: Stage) => advance(on.world, after(3_600));
