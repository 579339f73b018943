import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { after, disable, ended, messages, ROLLING, stage, START } from "./test-stage.ts";
import { advance, step } from "./transitions.ts";
import { beginAbort, beginUpdate, DISABLE_IMDSV1, policyOf, tokensOf } from "./update.ts";
import type { OptionValues } from "./world.ts";

it("removing a variable takes it away, and replaces nothing", () => {
  const on = stage();
  const old = on.environment.instances.map(({ id }) => id);
  beginUpdate(on.call(START), on.lane, on.environment, {
    set: {},
    remove: ["aws:elasticbeanstalk:application:environment/NODE_ENV"],
  });
  ended(on);
  expect(on.environment.variables).not.toHaveProperty("NODE_ENV");
  expect(on.environment.instances.map(({ id }) => id)).toEqual(old);
});

describe("an update to v2-only", () => {
  it("is Updating and abortable at once, and shows its draft", () => {
    const on = stage();
    disable(on);
    expect(on.environment).toMatchObject({
      status: "Updating",
      abortable: true,
      updatedAt: START,
      draft: { status: "pending" },
    });
    expect(on.environment.deployed[DISABLE_IMDSV1]).toBeUndefined();
  });

  it.each<[string, OptionValues, number]>([
    ["all at once", {}, 0],
    [
      "rolling by health",
      {
        [`${ROLLING}/RollingUpdateEnabled`]: "true",
        [`${ROLLING}/RollingUpdateType`]: "Health",
        [`${ROLLING}/MaxBatchSize`]: "1",
      },
      2,
    ],
    ["rolling by time", { [`${ROLLING}/RollingUpdateEnabled`]: "true" }, 2],
    [
      "immutable",
      {
        [`${ROLLING}/RollingUpdateEnabled`]: "true",
        [`${ROLLING}/RollingUpdateType`]: "Immutable",
      },
      3,
    ],
  ])("%s replaces every instance and never has fewer running than its policy keeps", (_name, options, fewest) => {
    const on = stage({}, options);
    const old = on.environment.instances.map(({ id }) => id);
    disable(on);
    let least = old.length;
    for (let second = 1; second < 3_600; second += 5) {
      advance(on.world, after(second));
      least = Math.min(least, on.environment.instances.length);
    }
    expect(least).toBe(fewest);
    expect(on.environment).toMatchObject({
      status: "Ready",
      health: "Green",
      launches: "launch-template",
      draft: undefined,
      abortable: false,
    });
    expect(on.environment.instances).toHaveLength(3);
    expect(on.environment.instances.every(({ id, httpTokens }) => httpTokens === "required" && !old.includes(id))).toBe(
      true,
    );
    expect(on.lane.goneInstances.map(({ id }) => id)).toEqual(expect.arrayContaining(old));
    expect(messages(on)).toEqual(
      expect.arrayContaining([
        "Environment update is starting.",
        "Successfully deployed new configuration to environment.",
        "Environment update completed successfully.",
      ]),
    );
  });

  it("moves to a launch template for good", () => {
    const on = stage();
    disable(on);
    ended(on);
    beginUpdate(on.call(after(3_600)), on.lane, on.environment, {
      set: {},
      remove: [DISABLE_IMDSV1],
    });
    advance(on.world, after(7_200));
    expect(on.environment).toMatchObject({ status: "Ready", launches: "launch-template" });
    expect(on.environment.instances.map(({ httpTokens }) => httpTokens)).toEqual(["optional", "optional", "optional"]);
  });

  it("that rolls back ends Ready with the old setting, a failed draft and the terminal lines", () => {
    const on = stage({ fate: "rolls-back" });
    disable(on);
    ended(on);
    expect(on.environment).toMatchObject({
      status: "Ready",
      health: "Green",
      draft: { status: "failed" },
      launches: "launch-configuration",
    });
    expect(on.environment.instances.map(({ httpTokens }) => httpTokens)).toEqual(["optional", "optional", "optional"]);
    expect(messages(on)).toEqual(
      expect.arrayContaining([
        "Failed to deploy configuration.",
        "The environment was reverted to the previous configuration setting.",
      ]),
    );
  });

  it("whose rollback fails too leaves a mixture that is not well", () => {
    const on = stage({ fate: "fails-degraded" });
    disable(on);
    ended(on);
    expect(on.environment).toMatchObject({
      status: "Ready",
      health: "Red",
      healthStatus: "Severe",
    });
    expect(new Set(on.environment.instances.map(({ httpTokens }) => httpTokens))).toEqual(
      new Set(["required", "optional"]),
    );
  });

  it("is refused downstream where launch templates may not be managed", () => {
    const on = stage();
    on.account.mayManageLaunchTemplates = false;
    disable(on);
    ended(on);
    expect(on.environment).toMatchObject({ status: "Ready", launches: "launch-configuration" });
    expect(
      messages(on).some((message) => message.includes("is not authorized to perform: ec2:CreateLaunchTemplate")),
    ).toBe(true);
  });

  it("can be aborted while abortable", () => {
    const on = stage();
    disable(on);
    advance(on.world, after(45));
    beginAbort(on.call(after(45)), on.lane, on.environment);
    expect(on.environment.status).toBe("Aborting");
    ended(on);
    expect(on.environment).toMatchObject({ status: "Ready", draft: { status: "failed" } });
    expect(on.environment.instances.map(({ httpTokens }) => httpTokens)).toEqual(["optional", "optional", "optional"]);
  });
});

it("turning v1 on again fails where the account enforces tokens", () => {
  const on = stage({ launches: "launch-template" }, { [DISABLE_IMDSV1]: "true" });
  on.lane.httpTokensEnforced = true;
  beginUpdate(on.call(START), on.lane, on.environment, {
    set: { [DISABLE_IMDSV1]: "false" },
    remove: [],
  });
  ended(on);
  expect(on.environment).toMatchObject({ status: "Ready", deployed: { [DISABLE_IMDSV1]: "true" } });
});

it("a change of anything else replaces no instance", () => {
  const on = stage();
  const old = on.environment.instances.map(({ id }) => id);
  beginUpdate(on.call(START), on.lane, on.environment, {
    set: { "aws:autoscaling:asg/MinSize": "2" },
    remove: [],
  });
  ended(on);
  expect(on.environment.instances.map(({ id }) => id)).toEqual(old);
});

it("speed divides durations, and a step completes what is due next", () => {
  const on = stage();
  on.world.speed = 60;
  disable(on);
  advance(on.world, after(10));
  expect(on.environment.status).toBe("Ready");
  const again = stage();
  disable(again);
  expect(step(again.world, START, 1)).toBe(1);
  expect(step(again.world, START, "all")).toBeGreaterThan(1);
  expect(again.environment.status).toBe("Ready");
});

it("whatever happens to it, an environment comes to rest with its instances, and they are what is deployed", () => {
  const events = fc.array(
    fc.record({
      wait: fc.integer({ min: 0, max: 400 }),
      what: fc.constantFrom("disable", "allow", "abort"),
    }),
    { maxLength: 8 },
  );
  const policies = fc.constantFrom<OptionValues>(
    {},
    { [`${ROLLING}/RollingUpdateEnabled`]: "true" },
    { [`${ROLLING}/RollingUpdateEnabled`]: "true", [`${ROLLING}/RollingUpdateType`]: "Immutable" },
  );
  fc.assert(
    fc.property(events, policies, fc.constantFrom("succeeds", "rolls-back"), (sequence, options, fate) => {
      const on = stage({ fate }, options);
      let second = 0;
      for (const { wait, what } of sequence) {
        second += wait;
        advance(on.world, after(second));
        const { environment, lane } = on;
        if (what === "abort" && environment.abortable) beginAbort(on.call(after(second)), lane, environment);
        else if (what !== "abort" && environment.status === "Ready") {
          beginUpdate(on.call(after(second)), lane, environment, {
            set: { [DISABLE_IMDSV1]: what === "disable" ? "true" : "false" },
            remove: [],
          });
        }
      }
      advance(on.world, after(second + 36_000));
      expect(on.world.queue).toEqual([]);
      expect(on.environment.status).toBe("Ready");
      expect(on.environment.instances).toHaveLength(3);
      expect(
        on.environment.instances.every(
          ({ httpTokens }) => httpTokens === tokensOf(on.environment, on.environment.deployed),
        ),
      ).toBe(true);
      expect(policyOf(on.environment)).toBeDefined();
    }),
    { numRuns: 200 },
  );
});
