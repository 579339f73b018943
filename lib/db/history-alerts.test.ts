import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { LaneKey } from "#lib/imds/environment.ts";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { Exception } from "#lib/imds/exception.ts";
import { scopeAddress } from "#lib/imds/exception.ts";
import { endException, insertExceptions } from "./exception-queries.ts";
import { noteFailedScan } from "./history-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { later } from "./test-facts.ts";
import { FAILURE, stageHistory } from "./test-history.ts";
import type { World } from "./test-history.ts";

onEachDatabase((sql) => {
  const stage = () => stageHistory(sql());

  test("an environment that somebody switched back is a change from outside and an alert until it is enforced again", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 20);
    expect(await changes()).toMatchObject([
      {
        environmentId: "e-1",
        what: ["configured", "effective"],
        before: { configured: "v2-only", effective: "v2-only", drift: false },
        after: { configured: "v1-and-v2", effective: "v1-and-v2", drift: false },
        cause: { kind: "outside" },
        seenAt: later(20).toISOString(),
      },
    ]);
    expect(await open()).toEqual(["switched-back e-1"]);
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 30);
    expect(await open()).toEqual(["switched-back e-1"]);
    expect(await changes()).toHaveLength(1);
    await scan({ "e-1": {} }, 40);
    expect(await open()).toEqual([]);
    // And again: it is another alert.
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 50);
    expect(await open()).toEqual(["switched-back e-1"]);
    // An environment that is gone needs nobody's look.
    await scan({}, 60);
    expect(await open()).toEqual([]);
    expect((await changes())[0]).toMatchObject({ what: ["gone"], after: null });
  });

  test("a new environment is a change; one that allows v1 is an alert, one that was only found late is neither", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {}, "e-late": { status: "Launching", option: "false", tokens: ["optional"] } }, 10);
    const createdAt = later(12).toISOString();
    const more: World = {
      "e-1": {},
      "e-late": { option: "false", tokens: ["optional"] },
      "e-good": { createdAt },
      "e-bad": { createdAt, option: "false", tokens: ["optional"] },
      "e-slow": { createdAt, option: "false", tokens: [], status: "Launching" },
    };
    await scan(more, 20);
    expect((await changes()).map(({ environmentId, what }) => `${environmentId} ${what.join()}`).toSorted()).toEqual([
      "e-bad appeared",
      "e-good appeared",
    ]);
    expect(await open()).toEqual(["newly-allows-v1 e-bad"]);
    await scan({ ...more, "e-slow": { createdAt, option: "false", tokens: ["optional"] } }, 30);
    expect(await open()).toEqual(["newly-allows-v1 e-bad", "newly-allows-v1 e-slow"]);
  });

  test("one that lost the option with its platform allows v1 newly, also before its instances are replaced", async () => {
    const { scan, open } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": { isOldPlatform: true } }, 20);
    expect(await open()).toEqual(["newly-allows-v1 e-1"]);
    await scan({ "e-1": { isOldPlatform: true, tokens: ["optional"] } }, 30);
    expect(await open()).toEqual(["newly-allows-v1 e-1"]);
    await scan({ "e-1": {} }, 40);
    expect(await open()).toEqual([]);
  });

  test("instances that stop being stricter than the setting end the drift, and that is an alert of its own", async () => {
    const { scan, open } = await stage();
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 10);
    const strict: World = { "e-1": { option: "false", tokens: ["required"] } };
    await scan(strict, 20);
    await scan(strict, 30);
    await scan(strict, 40);
    expect(await open()).toEqual(["drifted e-1"]);
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 50);
    expect(await open()).toEqual(["newly-allows-v1 e-1"]);
  });

  test("drift is an alert when a second scan finds it again, and until it ends", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": { tokens: ["optional"] } }, 20);
    expect(await open()).toEqual([]);
    expect(await changes()).toEqual([]);
    await scan({ "e-1": { tokens: ["optional"] } }, 30);
    expect(await changes()).toMatchObject([{ what: ["effective", "drift"], cause: { kind: "outside" } }]);
    expect(await open()).toEqual(["drifted e-1"]);
    // Nothing runs, so that nothing is told.
    await scan({ "e-1": { tokens: [] } }, 40);
    await scan({ "e-1": {} }, 50);
    expect(await open()).toEqual([]);
  });

  test("drift that was seen once before an update is seen for the first time after it", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": { tokens: ["optional"] } }, 20);
    await scan({ "e-1": { status: "Updating", tokens: ["optional"] } }, 30);
    await scan({ "e-1": { tokens: ["optional"] } }, 40);
    expect(await changes()).toEqual([]);
    await scan({ "e-1": { tokens: ["optional"] } }, 50);
    expect(await changes()).toHaveLength(1);
    expect(await open()).toEqual(["drifted e-1"]);
  });

  test("a lane that fails once is no alert; one that goes on failing is, until it is read again", async () => {
    const { lane, scan, open } = await stage();
    await scan({ "e-1": {} }, 10);
    const fail = (second: number) => noteFailedScan(sql(), lane, FAILURE, { now: later(second), announces: false });
    await fail(20);
    await fail(30);
    expect(await open()).toEqual([]);
    await fail(40);
    await fail(50);
    expect(await open()).toEqual(["lane-unreadable"]);
    await scan({ "e-1": {} }, 60);
    expect(await open()).toEqual([]);
    await fail(70);
    expect(await open()).toEqual([]);
    await fail(70 + 16 * 60);
    expect(await open()).toEqual(["lane-unreadable"]);
  });

  describe("an accepted risk", () => {
    const V1: World[string] = { option: "false", tokens: ["optional"] };
    const accept = async (scope: Exception["scope"], until: number) => {
      const id = randomUUID();
      const terms = { owner: "shop team", reason: "an old agent needs it", createdBy: "ann", extends: null, end: null };
      const [createdAt, end] = [later(11).toISOString(), later(until).toISOString()];
      await insertExceptions(sql(), [{ ...terms, id, scope, until: end, createdAt }]);
      return id;
    };
    const onEnvironment = (lane: LaneKey, environmentId: string): Exception["scope"] => ({
      kind: "environment",
      key: { accountId: lane.accountId, region: lane.region, environmentId },
      name: environmentId,
    });
    const onAccount = ({ accountId }: LaneKey): Exception["scope"] => ({
      kind: "filter",
      address: scopeAddress({ ...NO_FILTER, accountId: [accountId] }) ?? "",
    });

    test("raises no alert; when it expires and IMDSv1 is still allowed, that is one", async () => {
      const { lane, scan, changes, open } = await stage();
      await scan({ "e-1": {}, "e-2": {}, "e-3": {} }, 10);
      await accept(onEnvironment(lane, "e-1"), 40);
      await accept(onEnvironment(lane, "e-3"), 40);
      await scan({ "e-1": V1, "e-2": V1, "e-3": {} }, 20);
      expect(await changes()).toHaveLength(2);
      expect(await open()).toEqual(["switched-back e-2"]);
      await scan({ "e-1": V1, "e-2": V1, "e-3": {} }, 30);
      expect(await open()).toEqual(["switched-back e-2"]);
      await scan({ "e-1": V1, "e-2": V1, "e-3": {} }, 50);
      expect(await open()).toEqual(["exception-ended e-1", "switched-back e-2"]);
      await scan({ "e-1": {}, "e-2": V1, "e-3": {} }, 60);
      expect(await open()).toEqual(["switched-back e-2"]);
      await scan({ "e-1": {}, "e-2": V1, "e-3": V1 }, 70);
      expect(await open()).toEqual(["switched-back e-2", "switched-back e-3"]);
    });

    test("of a filter covers what appears; ended by a person it is an alert, unless another holds", async () => {
      const { lane, scan, open } = await stage();
      await scan({}, 10);
      const filter = await accept(onAccount(lane), 1_000);
      const world = { "e-1": { ...V1, createdAt: later(12).toISOString() }, "e-2": V1 };
      await scan(world, 20);
      expect(await open()).toEqual([]);
      await accept(onEnvironment(lane, "e-2"), 1_000);
      await endException(sql(), filter, { by: "ann", why: "revoked", now: later(25) });
      await scan(world, 30);
      expect(await open()).toEqual(["exception-ended e-1"]);
    });

    test("closes the alert that is open, but not that of drift", async () => {
      const { lane, scan, open } = await stage();
      await scan({ "e-1": {}, "e-2": {} }, 10);
      const world: World = { "e-1": V1, "e-2": { tokens: ["optional"] } };
      await scan(world, 20);
      await scan(world, 30);
      expect(await open()).toEqual(["drifted e-2", "switched-back e-1"]);
      await accept(onAccount(lane), 1_000);
      await scan(world, 40);
      expect(await open()).toEqual(["drifted e-2"]);
    });
  });
});
