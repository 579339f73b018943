import { findEnvironment } from "#lib/db/environment-list.ts";
import type { Sql } from "#lib/db/database.ts";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Environment, ImdsV1Use, Lane } from "#lib/simulator/world.ts";
import type { ConfiguredLane } from "./lanes.ts";
import { scanLane } from "./scan-lane.ts";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
/** How counts are read, unless a test says otherwise. */
export const METRICS = { intervalMinutes: 60, windowDays: 14, dollarsAtMost: 500 };

/** No call in any hour, and some. */
export const SILENT: ImdsV1Use = { kind: "reported", callsPerHour: 0 };
export const CALLING: ImdsV1Use = { kind: "reported", callsPerHour: 60 };

/** Gives an AWS with one lane. */
export function startLane(): Promise<Simulator> {
  return startSimulator({ environments: 40, accounts: 1, regions: ["us-east-1"], throttle: "off", speed: 1 });
}

/** Takes an AWS with one lane and a database, and gives what scans the lane and what tells of it. */
export function metricsStage(simulator: () => Simulator, sql: () => Sql) {
  const theLane = (): Lane => {
    const [lane] = simulator().world.lanes;
    if (lane === undefined) throw new Error("The world has a lane");
    return lane;
  };

  /** Environments whose instances all answer IMDSv1 and were launched long ago, made to use it like this. */
  function environments(...uses: ImdsV1Use[]): Environment[] {
    const found = theLane().environments.filter(
      ({ status, draft, platform, instances, deployed }) =>
        status === "Ready" &&
        draft === undefined &&
        platform.family === "al2" &&
        deployed["aws:autoscaling:launchconfiguration/DisableIMDSv1"] !== "true" &&
        instances.length > 0 &&
        instances.every(({ httpTokens }) => httpTokens === "optional"),
    );
    if (found.length < uses.length) throw new Error("The world has too few of them");
    return uses.map((use, index) => {
      const environment = found[index];
      if (environment === undefined) throw new Error("There are enough");
      for (const instance of environment.instances) {
        instance.imdsV1Use = use;
        instance.launchedAt = new Date(Date.now() - 30 * DAY);
      }
      return environment;
    });
  }

  const access = (): ConfiguredLane => {
    const { accountId, region } = theLane();
    const [account] = simulator().ready.accounts;
    if (account === undefined) throw new Error("The simulator has an account");
    const { accessKeyId, secretAccessKey } = account;
    const bucket = { startRate: 1_000, minRate: 1_000, maxRate: 1_000, burst: 1_000 };
    const aws = {
      bucket,
      endpointUrl: simulator().endpoint,
      ambient: () => Promise.resolve({ accessKeyId, secretAccessKey }),
    };
    return { accountId, region, roleArn: null, externalId: null, aws, accountLabel: "Test" };
  };
  const scan = (now = new Date(), metrics: typeof METRICS | null = METRICS) =>
    scanLane({ sql: sql(), access: access(), now: () => now, metrics });
  const keyOf = ({ id }: Environment) => ({ ...theLane(), environmentId: id });
  const found = async (environment: Environment) => {
    const detail = await findEnvironment(sql(), keyOf(environment));
    if (detail === null) throw new Error("It is listed");
    return detail;
  };
  const laneView = async () => (await listLanes(sql()))[0];
  const asked = () =>
    [...simulator().world.calls.values()]
      .filter(({ operation }) => operation === "GetMetricData")
      .reduce((sum, { answered, failed }) => sum + answered + failed, 0);
  const configure = () => syncLanes(sql(), [access()]);
  return { theLane, environments, scan, keyOf, found, laneView, asked, configure };
}
