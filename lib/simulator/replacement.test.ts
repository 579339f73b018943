import { describe, expect, it } from "vitest";
import { after, disable, ended, messages, ROLLING, stage, START } from "./test-stage.ts";
import type { Stage } from "./test-stage.ts";
import { advance, step } from "./transitions.ts";
import { beginUpdate, DISABLE_IMDSV1 } from "./update.ts";
import type { OptionValues } from "./world.ts";

const IMMUTABLE: OptionValues = {
  [`${ROLLING}/RollingUpdateEnabled`]: "true",
  [`${ROLLING}/RollingUpdateType`]: "Immutable",
};
const BY_ONE: OptionValues = {
  [`${ROLLING}/RollingUpdateEnabled`]: "true",
  [`${ROLLING}/RollingUpdateType`]: "Health",
  [`${ROLLING}/MaxBatchSize`]: "1",
};

/** Ids of the instances that were there at first and still are, at the worst moment of an update. */
function fewestKept(on: Stage): number {
  const old = new Set(on.environment.instances.map(({ id }) => id));
  disable(on);
  let least = old.size;
  for (let second = 1; second < 3_600; second += 5) {
    advance(on.world, after(second));
    least = Math.min(least, on.environment.instances.filter(({ id }) => old.has(id)).length);
  }
  return least;
}

describe("the instances of an update", () => {
  it("are pending before they run, and shut down before they are gone", () => {
    const on = stage();
    const old = new Set(on.environment.instances.map(({ id }) => id));
    disable(on);
    const seen = { fresh: new Set<string>(), old: new Set<string>() };
    for (let second = 1; second < 3_600; second += 5) {
      advance(on.world, after(second));
      for (const { id, state } of [...on.environment.instances, ...on.lane.goneInstances])
        (old.has(id) ? seen.old : seen.fresh).add(state);
    }
    expect([...seen.fresh]).toEqual(["pending", "running"]);
    expect([...seen.old]).toEqual(["running", "shutting-down", "terminated"]);
    expect(on.lane.goneInstances.every(({ terminatedAt }) => terminatedAt !== undefined)).toBe(true);
  });

  it("run the same software as those before them, also when none of those is left", () => {
    const on = stage();
    for (const instance of on.environment.instances) {
      instance.imdsV1Use = { kind: "reported", callsPerHour: 60 };
      instance.hopLimit = 2;
    }
    const [before] = on.environment.instances;
    disable(on);
    ended(on);
    for (const instance of on.environment.instances) {
      expect(instance).toMatchObject({
        imdsV1Use: { kind: "reported", callsPerHour: 60 },
        hopLimit: 2,
        tags: before?.tags,
        imageId: before?.imageId,
        autoScalingGroupName: before?.autoScalingGroupName,
      });
    }
  });

  it("take the type the update gives them", () => {
    const on = stage();
    beginUpdate(on.call(START), on.lane, on.environment, {
      set: { "aws:autoscaling:launchconfiguration/InstanceType": "m7i.large" },
      remove: [],
    });
    ended(on);
    expect(new Set(on.environment.instances.map(({ instanceType }) => instanceType))).toEqual(new Set(["m7i.large"]));
  });

  it("are told apart from the old ones by more than the time", () => {
    const on = stage();
    for (const methods of ["true", "false", "true"]) {
      beginUpdate(on.call(START), on.lane, on.environment, { set: { [DISABLE_IMDSV1]: methods }, remove: [] });
      step(on.world, START, "all");
      expect(on.environment.instances).toHaveLength(3);
      expect(new Set(on.environment.instances.map(({ httpTokens }) => httpTokens))).toEqual(
        new Set([methods === "true" ? "required" : "optional"]),
      );
    }
  });
});

describe("a failure follows the policy", () => {
  it.each<[string, OptionValues, number]>([
    ["all at once loses every instance", {}, 0],
    ["rolling by one loses one", BY_ONE, 2],
    ["immutable loses none", IMMUTABLE, 3],
  ])("%s", (_name, options, kept) => {
    const on = stage({ fate: "rolls-back" }, options);
    expect(fewestKept(on)).toBe(kept);
    expect(on.environment).toMatchObject({ status: "Ready", health: "Green", draft: { status: "failed" } });
    expect(on.environment.instances.map(({ httpTokens, state }) => [httpTokens, state])).toEqual(
      Array.from({ length: 3 }, () => ["optional", "running"]),
    );
  });

  it.each<[string, OptionValues]>([
    ["all at once", {}],
    ["rolling", BY_ONE],
    ["immutable", IMMUTABLE],
  ])("%s, and a rollback that fails leaves a mixture at full size", (_name, options) => {
    const on = stage({ fate: "fails-degraded" }, options);
    disable(on);
    ended(on);
    expect(on.environment).toMatchObject({ status: "Ready", healthStatus: "Severe" });
    expect(on.environment.instances).toHaveLength(3);
    expect(new Set(on.environment.instances.map(({ httpTokens }) => httpTokens)).size).toBe(2);
    expect(
      messages(on).some((message) => message.startsWith("Update environment operation is complete, but with errors.")),
    ).toBe(true);
  });

  it.each<[string, OptionValues]>([
    ["all at once", {}],
    ["rolling", BY_ONE],
    ["immutable", IMMUTABLE],
  ])("%s, where the account enforces tokens: v1 is not turned on again", (_name, options) => {
    const on = stage({ launches: "launch-template" }, { ...options, [DISABLE_IMDSV1]: "true" });
    on.lane.httpTokensEnforced = true;
    beginUpdate(on.call(START), on.lane, on.environment, { set: { [DISABLE_IMDSV1]: "false" }, remove: [] });
    for (let second = 1; second < 3_600; second += 5) {
      advance(on.world, after(second));
      expect(on.environment.instances.every(({ httpTokens }) => httpTokens === "required")).toBe(true);
    }
    expect(on.environment.instances).toHaveLength(3);
    expect(messages(on)).toContain("The environment was reverted to the previous configuration setting.");
  });
});
