import { sql as raw } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Sql } from "#lib/db/database.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { Environment } from "#lib/simulator/world.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { ConfiguredLane } from "./lanes.ts";
import { scanLane } from "./scan-lane.ts";
import { configuredOf, reach } from "./test-fleet.ts";

const REGIONS = ["us-east-1", "ap-northeast-1"];

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 44, accounts: 2, regions: REGIONS, throttle: "off" });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => simulator.close());

/** All rows of all tables, as text. */
async function wholeDatabase(sql: Sql): Promise<string> {
  const { rows } = await sql.execute(
    raw`select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const tables = z.array(z.object({ table_schema: z.string(), table_name: z.string() })).parse(rows);
  const texts = [];
  for (const { table_schema, table_name } of tables) {
    texts.push(
      (
        await sql.execute(
          raw`select t::text as row from ${raw.identifier(table_schema)}.${raw.identifier(table_name)} t`,
        )
      ).rows,
    );
  }
  return JSON.stringify(texts);
}

onEachDatabase((sql) => {
  const scan = (access: ConfiguredLane) => scanLane({ sql: sql(), access, now: () => new Date(), metrics: null });
  const view = async (access: ConfiguredLane) =>
    (await listLanes(sql())).find(
      ({ accountId, region }) => accountId === access.accountId && region === access.region,
    );

  test("what a scan stores is what AWS holds, and no environment variable gets into the database or a log", async () => {
    const { lane, access } = reach(simulator, 0, "us-east-1");
    // One that ends between the listing and the comparison would be another test.
    lane.environments = lane.environments.filter(({ status }) => status !== "Terminating");
    const secrets = new Set<string>();
    for (const [index, environment] of lane.environments.entries()) {
      environment.variables["DATABASE_URL"] = `postgres://shop:canary-${index}@db/shop`;
      // The stage is a tag too, and no secret there.
      environment.variables["NODE_ENV"] = `canary-stage-${index}`;
      for (const value of Object.values(environment.variables)) if (value.length >= 6) secrets.add(value);
    }
    const written: string[] = [];
    const remember = (chunk: unknown) => {
      written.push(String(chunk));
      return true;
    };
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation(remember);
    for (const method of ["debug", "info", "log", "warn", "error"] as const)
      vi.spyOn(console, method).mockImplementation(remember);
    await syncLanes(sql(), [access]);
    const outcome = await scan(access);
    vi.restoreAllMocks();
    expect(outcome).toEqual({ kind: "done" });

    const everything = await wholeDatabase(sql());
    expect(everything).toContain(lane.environments[0]?.name);
    for (const secret of [...secrets, "canary-"]) {
      expect(everything).not.toContain(secret);
      expect(written.join("\n")).not.toContain(secret);
    }

    const present = lane.environments.filter(({ status }) => status !== "Terminated");
    const keys = present.map(({ id }) => ({ accountId: access.accountId, region: access.region, environmentId: id }));
    const rows = new Map((await findEnvironments(sql(), keys)).map((row) => [row.environmentId, row]));
    expect(rows.size).toBe(present.length);
    // Of those that come and go there are no settings to be read.
    for (const environment of present.filter(({ status }) => status !== "Launching" && status !== "Terminating")) {
      const row = rows.get(environment.id);
      expect({ name: row?.name, configured: row?.configured }).toEqual({
        name: environment.name,
        configured: configuredOf(environment),
      });
    }
    expect(await view(access)).toMatchObject({ failure: null, environmentCount: present.length });
  });

  test("tags are those of the instances, also once none is running, and windows are as they are set", async () => {
    const { lane, access } = reach(simulator, 0, "ap-northeast-1");
    const find = (is: (environment: Environment) => boolean) => {
      const found = lane.environments.find(
        (one) => one.tier.name !== "Cluster" && one.status === "Ready" && one.instances.length > 0 && is(one),
      );
      if (found === undefined) throw new Error("The simulated world has no such environment.");
      return found;
    };
    const stopped = find(({ tags }) => Object.keys(tags).length > 0);
    const managed = find(
      (one) => one !== stopped && one.deployed["aws:elasticbeanstalk:managedactions/ManagedActionsEnabled"] === "true",
    );
    managed.deployed["aws:elasticbeanstalk:managedactions/PreferredStartTime"] = "Tue:10:00";
    // An environment that is switched already needs no warning.
    managed.deployed["aws:autoscaling:launchconfiguration/DisableIMDSv1"] = "false";
    await syncLanes(sql(), [access]);
    expect(await scan(access)).toEqual({ kind: "done" });
    const detail = async ({ id }: Environment, now = new Date()) =>
      (await findEnvironments(sql(), [{ ...access, environmentId: id }], now))[0];
    const before = await detail(stopped);
    expect(before?.tags).toMatchObject({
      tags: Object.fromEntries(
        Object.keys(stopped.tags).map((key) => [
          key,
          [...new Set(stopped.instances.map(({ tags }) => tags[key] ?? ""))].toSorted((one, other) =>
            one < other ? -1 : 1,
          ),
        ]),
      ),
      from: "instances",
      readAt: before?.instancesReadAt,
    });

    const instances = stopped.instances.splice(0);
    expect(await scan(access)).toEqual({ kind: "done" });
    expect((await detail(stopped))?.tags).toEqual({ ...before?.tags, from: "none-running" });
    stopped.instances.push(...instances);

    const kindsAt = async (at: string) =>
      (await detail(managed, new Date(at)))?.verdict.reasons.map(({ kind }) => kind) ?? [];
    expect((await detail(managed))?.managedUpdates?.start).toBe("Tue:10:00");
    expect(await kindsAt("2026-11-24T09:30:00Z")).toContain("managed-window");
    expect(await kindsAt("2026-11-24T12:30:00Z")).not.toContain("managed-window");
  });

  test("a lane whose AWS answers errors shows them, and keeps what an earlier scan found", async () => {
    const { lane, access } = reach(simulator, 1, "us-east-1");
    await syncLanes(sql(), [access]);
    expect(await scan(access)).toEqual({ kind: "done" });
    const before = await view(access);
    lane.broken = true;
    expect(await scan(access)).toMatchObject({ kind: "failed" });
    lane.broken = false;
    const after = await view(access);
    expect(after).toMatchObject({ environmentCount: before?.environmentCount, lastSuccessAt: before?.lastSuccessAt });
    expect(after?.failure).toMatchObject({ operation: "elasticbeanstalk:DescribeEnvironments", phase: "environments" });
    expect(after?.failure?.httpStatus).toBeGreaterThanOrEqual(500);
    expect(after?.failure?.message).not.toBe("");
  });

  test("a role that cannot be assumed is shown in STS's words", async () => {
    const { owner, access } = reach(simulator, 1, "ap-northeast-1");
    owner.roleAssumable = false;
    await syncLanes(sql(), [access]);
    expect(await scan(access)).toMatchObject({ kind: "failed" });
    owner.roleAssumable = true;
    expect(await view(access)).toMatchObject({
      environmentCount: 0,
      lastSuccessAt: null,
      failure: {
        operation: "sts:AssumeRole",
        code: "AccessDenied",
        message: expect.stringContaining("sts:AssumeRole"),
        phase: "identity",
      },
    });
    // Once it can be, the next scan does: the failure was not kept.
    expect(await scan(access)).toEqual({ kind: "done" });
  });

  test("instances do not wait for settings that do not come", async () => {
    const { lane, access } = reach(simulator, 1, "us-east-1");
    const { accountId, region } = access;
    await syncLanes(sql(), [access]);
    const slow = { kind: "slow", milliseconds: 120_000 } as const;
    const rule = simulator.faults.add({
      fault: slow,
      where: { accountId, region, operation: "DescribeConfigurationSettings" },
    });
    const stop = new AbortController();
    const scanning = scanLane({ sql: sql(), access, now: () => new Date(), metrics: null, signal: stop.signal });
    const running = lane.environments.filter(({ instances }) => instances.some(({ state }) => state === "running"));
    const keys = running.map(({ id }) => ({ accountId, region, environmentId: id }));
    expect(keys).not.toEqual([]);
    await vi.waitFor(
      async () => {
        const known = (await findEnvironments(sql(), keys)).filter(({ instances }) => instances.length > 0);
        expect(known).toHaveLength(keys.length);
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(await view(access)).toMatchObject({ scan: { kind: "scanning" } });
    stop.abort(new Error("seen enough"));
    await expect(scanning).rejects.toThrow("seen enough");
    simulator.faults.remove(rule);
  });
});
