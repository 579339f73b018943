import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import type { AwsError } from "../errors.ts";
import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment, Lane } from "../world.ts";
import type { Received } from "./test-wire.ts";

export const REGION = "us-east-1";
export const NOT_SUBSCRIBED = "eu-west-1";
export const OUT_OF_ORDER = "ap-northeast-1";
export const START = new Date("2026-03-01T12:00:00Z");

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** A request that any client can make. */
export type Ask = {
  /** Signing name. */
  service: "elasticbeanstalk" | "ec2" | "sts" | "monitoring" | "organizations";
  operation: string;
  input: object;
  region?: string;
  account?: number;
  credentials?: Credentials;
  /** Another simulator than the stage's first. */
  at?: Simulator;
};

/** What leads to an error, and the error; what no client sends is put on the wire by hand. */
export type Situation = { ask: Ask; answers: AwsError } | { wire: () => Promise<Received>; answers: AwsError };

export type ErrorStage = {
  simulator: Simulator;
  /** Its buckets are empty. */
  throttled: Simulator;
  /** Its clock stands at `START`. */
  still: Simulator;
  /** Its accounts are in no organization. */
  apart: Simulator;
  lane: Lane;
  /** A Ready environment of that platform, always the same. */
  ready: (family: string) => Environment;
  busy: Environment;
  immutable: Environment;
  expired: Credentials;
  session: Credentials;
  close: () => Promise<void>;
};

const openSession = async (simulator: Simulator): Promise<Credentials> => {
  const role = simulator.ready.accounts[0];
  const { Credentials: given } = await new STSClient(clientConfig(simulator)).send(
    new AssumeRoleCommand({ RoleArn: role?.roleArn, ExternalId: role?.externalId, RoleSessionName: "conformance" }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
};

/** Simulators in which every error of the table can be had. */
export const errorStage = async (): Promise<ErrorStage> => {
  const size = { accounts: 2, environments: 500, regions: [REGION, NOT_SUBSCRIBED, OUT_OF_ORDER], speed: 1 };
  const [simulator, throttled, still, apart] = await Promise.all([
    startSimulator({ ...size, throttle: "off" }),
    startSimulator({ ...size, environments: 4, throttle: { ratePerSecond: 1e-9, burst: 0 } }),
    startSimulator({ ...size, environments: 4, throttle: "off", clock: () => START }),
    startSimulator({ ...size, environments: 4, throttle: "off" }),
  ]);
  apart.world.organization = undefined;
  // The second account of the first simulator is a member like any other.
  if (simulator.world.organization !== undefined) simulator.world.organization.delegatedAdministrators = [];
  const { world } = simulator;
  const laneIn = (account: number, region: string): Lane => {
    const id = world.accounts[account]?.id;
    const found = world.lanes.find((lane) => lane.accountId === id && lane.region === region);
    if (found === undefined) throw new Error("no such lane");
    return found;
  };
  const lane = laneIn(0, REGION);
  const notSubscribed = laneIn(0, NOT_SUBSCRIBED);
  world.lanes = world.lanes.filter((other) => other !== notSubscribed);
  // Whatever reads this lane's applications fails in a way nobody thought of.
  Object.defineProperty(laneIn(0, OUT_OF_ORDER), "applications", {
    get: () => {
      throw new Error("a fault that the test of the error table put here");
    },
  });

  const some = (accept: (environment: Environment) => boolean): Environment => {
    const found = lane.environments.find((one) => one.status === "Ready" && one.draft === undefined && accept(one));
    if (found === undefined) throw new Error("no such environment in the fleet");
    return found;
  };
  const busy = some(({ platform }) => platform.family === "al2");
  busy.status = "Updating";
  const immutable = some(({ platform }) => platform.family === "al2");
  immutable.deployed = {
    "aws:autoscaling:updatepolicy:rollingupdate/RollingUpdateEnabled": "true",
    "aws:autoscaling:updatepolicy:rollingupdate/RollingUpdateType": "Immutable",
  };
  const [expired, session] = [await openSession(simulator), await openSession(simulator)];
  const [ended] = world.sessions;
  if (ended !== undefined) ended.expiresAt = new Date(Date.now() - 60_000);

  return {
    simulator,
    throttled,
    still,
    apart,
    lane,
    ready: (family) => some((one) => one.platform.family === family && one !== immutable),
    busy,
    immutable,
    expired,
    session,
    close: async () => {
      await Promise.all([simulator.close(), throttled.close(), still.close(), apart.close()]);
    },
  };
};
