import { describe, expect, it } from "vitest";
import { makeWorld } from "./fleet.ts";
import { step } from "./transitions.ts";
import { tokensOf } from "./update.ts";
import type { Environment } from "./world.ts";

const now = new Date("2026-03-01T12:00:00Z");
const regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"];
const demo = { seed: 1, accounts: 5, environments: 240, regions, speed: 60, now };

describe("the simulated fleet", () => {
  const world = makeWorld(demo);
  const all = world.lanes.flatMap((lane) => lane.environments);

  it("is the same for the same seed, and another for another", () => {
    expect(makeWorld(demo)).toEqual(world);
    expect(makeWorld({ ...demo, seed: 2 }).accounts).not.toEqual(world.accounts);
  });

  it("has the environments asked for, with names that are AWS's and unique in their lane", () => {
    expect(all).toHaveLength(240);
    for (const lane of world.lanes) {
      const names = lane.environments.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{2,38}[a-z0-9]$/);
    }
  });

  it("has every kind a real fleet has", () => {
    const kinds = <T>(of: (environment: (typeof all)[number]) => T) =>
      new Set(all.map((environment) => of(environment)));
    expect(kinds(({ tier }) => tier.name)).toEqual(new Set(["WebServer", "Worker", "Cluster"]));
    expect(kinds(({ platform }) => platform.family)).toEqual(
      new Set(["al1", "al2", "al2023", "windows-2019", "windows-2022", "eks"]),
    );
    expect(kinds(({ launches }) => launches).size).toBe(2);
    expect(kinds(({ fate }) => fate).size).toBe(3);
    expect([...kinds(({ status }) => status)]).toEqual(expect.arrayContaining(["Ready", "Updating", "Terminating"]));
    expect([...kinds(({ health }) => health)]).toEqual(expect.arrayContaining(["Green", "Red"]));
    const drifted = all.filter((environment) =>
      environment.instances.some(({ httpTokens }) => httpTokens !== tokensOf(environment, environment.deployed)),
    );
    expect(drifted.length).toBeGreaterThan(0);
    const uses = all.flatMap(({ instances }) =>
      instances.map(({ imdsV1Use }) =>
        imdsV1Use.kind === "unreported" ? "unreported" : imdsV1Use.callsPerHour > 0 ? "calls" : "silent",
      ),
    );
    expect(new Set(uses)).toEqual(new Set(["unreported", "calls", "silent"]));
  });

  it("has an account without launch-template permission, one that enforces tokens, one that cannot be assumed, one broken lane", () => {
    expect(world.accounts.map(({ mayManageLaunchTemplates }) => mayManageLaunchTemplates)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(world.accounts.map(({ roleAssumable }) => roleAssumable)).toEqual([true, true, true, true, false]);
    expect(
      new Set(world.lanes.filter(({ httpTokensEnforced }) => httpTokensEnforced).map(({ accountId }) => accountId)),
    ).toEqual(new Set([world.accounts[3]?.id]));
    expect(world.lanes.filter(({ broken }) => broken).map(({ accountId, region }) => [accountId, region])).toEqual([
      [world.accounts[1]?.id, "ap-northeast-1"],
    ]);
  });

  it("leaves plenty to change in the two ordinary accounts", () => {
    const ordinary = world.lanes.filter(
      ({ accountId, broken }) =>
        !broken && (accountId === world.accounts[0]?.id || accountId === world.accounts[1]?.id),
    );
    const changeable = ordinary.map(
      (lane) =>
        lane.environments.filter(
          (environment) =>
            environment.status === "Ready" &&
            environment.tier.name !== "Cluster" &&
            environment.fate === "succeeds" &&
            environment.platform.disableImdsV1Default !== undefined &&
            tokensOf(environment, environment.deployed) === "optional",
        ).length,
    );
    expect(changeable.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(60);
    expect(changeable.filter((count) => count > 0).length).toBeGreaterThanOrEqual(6);
  });

  const eligible = (environment: Environment): boolean =>
    environment.status === "Ready" &&
    environment.platform.disableImdsV1Default !== undefined &&
    environment.draft === undefined &&
    tokensOf(environment, environment.deployed) === "optional";

  it.each([1, 2, 5])(
    "shows one of each bad fate from twenty environments on, whatever the seed, with %i accounts",
    (accounts) => {
      for (let seed = 1; seed <= 60; seed++) {
        const small = makeWorld({ ...demo, seed, accounts, environments: 20 });
        const shown = small.lanes.find(
          ({ accountId, region }) =>
            accountId === (small.accounts[1] ?? small.accounts[0])?.id && region === regions[0],
        );
        const fates = shown?.environments.filter(eligible).map(({ fate }) => fate);
        expect(fates).toEqual(expect.arrayContaining(["rolls-back", "fails-degraded"]));
        expect(small.lanes.flatMap((lane) => lane.environments)).toHaveLength(20);
      }
    },
  );

  it("has drafts that failed and drafts under way", () => {
    expect(new Set(all.map(({ draft }) => draft?.status))).toEqual(new Set([undefined, "failed", "pending"]));
    for (const { status, draft } of all) expect(status === "Updating").toBe(draft?.status === "pending");
  });

  it("comes to rest by itself, each environment with its instances", () => {
    const resting = makeWorld(demo);
    step(resting, now, "all");
    expect(resting.queue).toEqual([]);
    for (const { status, instances, desiredCapacity } of resting.lanes.flatMap((lane) => lane.environments)) {
      expect(["Ready", "Terminated"]).toContain(status);
      expect(instances.filter(({ state }) => state === "running")).toHaveLength(
        status === "Ready" ? desiredCapacity : 0,
      );
    }
  });
});
