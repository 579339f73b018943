import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queryError } from "#lib/aws/test-server.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { findGone } from "#lib/db/gone-environments.ts";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import { refreshEnvironmentNow } from "./refresh-environment.ts";
import { scanLane } from "./scan-lane.ts";
import { configuredOf, reach } from "./test-fleet.ts";
import { options, result, stageScan } from "./test-scan.ts";

const REGION = "eu-west-1";
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ environments: 20, accounts: 1, regions: [REGION], throttle: "off", speed: 1 });
});
afterAll(() => simulator.close());

/** Settings that were read, and in which the option is not set. */
const unset = result(
  "DescribeConfigurationSettings",
  "<ConfigurationSettings><member><DeploymentStatus>deployed</DeploymentStatus><OptionSettings></OptionSettings></member></ConfigurationSettings>",
);

onEachDatabase((sql) => {
  const now = () => new Date();

  /** A scanned lane, and one of its environments that can be read. */
  async function scanned() {
    const { lane, access } = reach(simulator, 0, REGION);
    await syncLanes(sql(), [access]);
    await scanLane({ sql: sql(), access, now, metrics: null });
    const environment = lane.environments.find(({ status, tier }) => status === "Ready" && tier.name !== "Cluster");
    if (environment === undefined) throw new Error("The simulated fleet has no such environment.");
    const key = { accountId: access.accountId, region: REGION, environmentId: environment.id };
    return { lane, access, environment, key };
  }

  test("one that was terminated between two calls is no longer listed, which is no failure", async () => {
    const { lane, access, environment, key } = await scanned();
    // The first list has it; by the time its settings are asked for it is gone.
    const settings = simulator.faults.add({
      fault: { kind: "slow", milliseconds: 1 },
      where: { operation: "DescribeInstances" },
    });
    const watch = setInterval(() => {
      if (simulator.faults.list()[0]?.hits !== 0) environment.status = "Terminated";
    }, 0);
    try {
      expect(await refreshEnvironmentNow(sql(), access, key, now)).toBe(false);
    } finally {
      clearInterval(watch);
      simulator.faults.remove(settings);
    }
    expect(await findEnvironments(sql(), [key])).toEqual([]);
    expect(await findGone(sql(), key)).toMatchObject({ name: environment.name, successorId: null });
    lane.environments = lane.environments.filter(({ id }) => id !== environment.id);
  });

  test("its platform's default is read anew with it; where that is refused, what was known stays and the lane says so", async () => {
    const { answers, access, scan, row, view } = await stageScan(sql());
    answers["DescribeConfigurationSettings"] = () => unset;
    answers["DescribeEnvironmentResources"] = () =>
      result("DescribeEnvironmentResources", "<EnvironmentResources></EnvironmentResources>");
    await scan();
    expect(await row("web")).toMatchObject({ configured: "v2-only" });
    const key = { accountId: access.accountId, region: access.region, environmentId: "e-web" };
    const refresh = (minutes: number) =>
      refreshEnvironmentNow(sql(), access, key, () => new Date(Date.now() + minutes * 60_000));
    answers["DescribeConfigurationOptions"] = () => options("false");
    expect(await refresh(2)).toBe(true);
    expect(await row("web")).toMatchObject({ configured: "v1-and-v2", platformDefault: "false" });
    answers["DescribeConfigurationOptions"] = () => queryError("AccessDenied", "Not any more.", 403);
    expect(await refresh(4)).toBe(true);
    expect(await row("web")).toMatchObject({ configured: "v1-and-v2", platformDefault: "false" });
    expect(await view()).toMatchObject({ platformsFailure: { message: "Not any more." } });
  });

  test("a name that is used again is another environment: both are known, each by its id", async () => {
    const { lane, access, environment, key } = await scanned();
    const successor = { ...structuredClone(environment), id: `e-${randomUUID().slice(0, 10).replace("-", "x")}` };
    successor.deployed["aws:autoscaling:launchconfiguration/DisableIMDSv1"] = "true";
    environment.status = "Terminated";
    lane.environments.push(successor);
    await scanLane({ sql: sql(), access, now, metrics: null });
    const newKey = { ...key, environmentId: successor.id };
    expect(await findEnvironments(sql(), [key, newKey])).toMatchObject([
      { environmentId: successor.id, name: environment.name, configured: configuredOf(successor) },
    ]);
    expect(await findGone(sql(), key)).toMatchObject({ name: environment.name, successorId: successor.id });
    expect(await refreshEnvironmentNow(sql(), access, key, now)).toBe(false);
    expect(await refreshEnvironmentNow(sql(), access, newKey, now)).toBe(true);
    lane.environments = lane.environments.filter(({ id }) => id !== environment.id && id !== successor.id);
  });
});
