import { afterAll, beforeAll, expect, test } from "vitest";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import { step } from "#lib/simulator/transitions.ts";
import { scanLane } from "./scan-lane.ts";
import { reach } from "./test-fleet.ts";

const REGION = "us-east-1";
/** More than one page of environments, and a call for the settings of each. */
const ENVIRONMENTS = 1_200;
const FAST = { startRate: 1_000, minRate: 1, maxRate: 1_000, burst: 1_000 };
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ environments: ENVIRONMENTS, accounts: 1, regions: [REGION], throttle: "off" });
  // What is being terminated is gone before the first look, however long that takes.
  step(simulator.world, new Date(), "all");
});
afterAll(() => simulator.close());

onEachDatabase((sql) => {
  test(
    "a lane of more than a thousand environments, whose page token expires on the way, is stored whole",
    { timeout: 300_000 },
    async () => {
      const { lane, access } = reach(simulator, 0, REGION);
      if (access.aws === undefined) throw new Error("The simulated AWS says where it is.");
      const fast = { ...access, aws: { ...access.aws, bucket: FAST } };
      await syncLanes(sql(), [fast]);
      const expired = simulator.faults.add({
        fault: { kind: "expired-page-token" },
        where: { operation: "DescribeEnvironments" },
        count: 1,
      });
      const scan = () => scanLane({ sql: sql(), access: fast, now: () => new Date(), metrics: null });
      expect(await scan()).toEqual({ kind: "done" });
      expect(simulator.faults.list().find(({ id }) => id === expired)?.hits).toBe(1);
      simulator.faults.remove(expired);
      const present = lane.environments.filter(({ status }) => status !== "Terminated").length;
      expect(present).toBeGreaterThan(1_000);
      expect((await listLanes(sql()))[0]).toMatchObject({ environmentCount: present, failure: null });

      // A token that never lasts is the lane's failure, in AWS's words; what was read before stays.
      simulator.faults.add({ fault: { kind: "expired-page-token" }, where: { operation: "DescribeEnvironments" } });
      expect(await scan()).toMatchObject({ kind: "failed" });
      simulator.faults.clear();
      expect((await listLanes(sql()))[0]).toMatchObject({
        environmentCount: present,
        failure: {
          code: "InvalidParameterValue",
          message: "The specified NextToken is invalid.",
          phase: "environments",
        },
      });
    },
  );
});
