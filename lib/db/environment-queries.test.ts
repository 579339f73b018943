import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { HttpTokens } from "#lib/imds/posture.ts";
import { configuredWord, postureOf } from "#lib/imds/posture.ts";
import { findEnvironment } from "./environment-list.ts";
import {
  patchEnvironment,
  storeEnvironments,
  storeInstances,
  storeSettings,
  storeSettingsOfLane,
} from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { readPlatforms, storePlatform } from "./platform-queries.ts";
import { environmentsWithStaleSettings } from "./stale-settings.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, later, newLane, NOW, settingsOf } from "./test-facts.ts";

onEachDatabase((sql) => {
  const laneWith = async (...ids: string[]): Promise<LaneKey> => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    await storeEnvironments(
      sql(),
      lane,
      ids.map((id) => factsOf(id, { platformKey: `platform-${lane.accountId}` })),
      NOW,
    );
    return { accountId: lane.accountId, region: lane.region };
  };
  const platformOf = (lane: LaneKey, defaultValue: string | null) => ({
    region: lane.region,
    platformKey: `platform-${lane.accountId}`,
    supported: defaultValue !== null,
    defaultValue,
    changeSeverity: null,
    readAt: NOW,
  });
  const staleIds = async (lane: LaneKey, readBefore?: Date) =>
    (await environmentsWithStaleSettings(sql(), lane, readBefore)).map(({ environmentId }) => environmentId);

  test("what was never read is unknown, and each reading tells more", async () => {
    const lane = await laneWith("e-1");
    const key = { ...lane, environmentId: "e-1" };
    const words = async () => {
      const found = await findEnvironment(sql(), key);
      return [found?.configured, found?.effective, found?.drift, found?.configuredIsDefault];
    };
    expect(await words()).toEqual(["unknown", "unknown", false, false]);
    await storeInstances(sql(), lane, new Map([["e-1", instancesOf("required", "optional")]]), NOW);
    expect(await words()).toEqual(["unknown", "mixed", false, false]);
    await storeSettings(sql(), key, settingsOf(undefined));
    expect(await words()).toEqual(["unknown", "mixed", false, false]);
    await storePlatform(sql(), platformOf(lane, "true"));
    expect(await words()).toEqual(["v2-only", "mixed", true, true]);
    await storeSettings(sql(), key, settingsOf("false"));
    expect(await words()).toEqual(["v1-and-v2", "mixed", true, false]);
    await storeInstances(sql(), lane, new Map(), NOW);
    expect(await words()).toEqual(["v1-and-v2", "no-instances", false, false]);
    await storePlatform(sql(), platformOf(lane, null));
    expect(await words()).toEqual(["unsupported", "no-instances", false, false]);
  });

  test("the kept columns are what lib/imds says, in whatever order the readings come", async () => {
    const tokens = fc.array(fc.constantFrom<HttpTokens>("required", "optional"), { maxLength: 3 });
    const step = fc.oneof(
      fc.record({
        kind: fc.constant("environments" as const),
        tier: fc.constantFrom("WebServer" as const, "Cluster" as const),
      }),
      fc.record({ kind: fc.constant("instances" as const), tokens }),
      fc.record({
        kind: fc.constant("settings" as const),
        value: fc.constantFrom("true", "false", "", undefined),
        draftStatus: fc.constantFrom("pending", "failed", null),
      }),
      fc.record({
        kind: fc.constant("platform" as const),
        value: fc.constantFrom("true", "false", null),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const lane = await laneWith("e-1", "e-2");
        const key = { ...lane, environmentId: "e-1" };
        const platformKey = `platform-${lane.accountId}`;
        const facts: Parameters<typeof postureOf>[0] = {
          tier: "WebServer",
          optionValue: null,
          platformDefault: null,
          draft: null,
          launchKind: null,
          instances: null,
        };
        for (const it of steps) {
          switch (it.kind) {
            case "environments":
              facts.tier = it.tier;
              await storeEnvironments(sql(), lane, [factsOf("e-1", { platformKey, tier: it.tier })], NOW);
              break;
            case "instances":
              facts.instances = instancesOf(...it.tokens);
              await storeInstances(sql(), lane, new Map([["e-1", facts.instances]]), NOW);
              break;
            case "settings":
              facts.optionValue = it.value;
              facts.draft = it.draftStatus ?? "none";
              facts.launchKind = "launch-template";
              await storeSettings(sql(), key, settingsOf(it.value, { draftStatus: it.draftStatus }));
              break;
            case "platform":
              facts.platformDefault = it.value === null ? { kind: "unsupported" } : { kind: "value", value: it.value };
              await storePlatform(sql(), platformOf(lane, it.value));
              break;
          }
        }
        const posture = postureOf(facts);
        const found = await findEnvironment(sql(), key);
        expect(found).toMatchObject({
          posture,
          configured: configuredWord(posture.configured),
          effective: posture.effective.kind,
          drift: posture.drift,
          requiredCount: "required" in posture.effective ? posture.effective.required : 0,
        });
      }),
      { numRuns: 40 },
    );
  });

  test("environments AWS no longer lists are gone, also when it says Terminated, and come back if they do", async () => {
    const lane = await laneWith("e-1", "e-2", "e-3");
    const listed = async () =>
      (
        await Promise.all(
          ["e-1", "e-2", "e-3"].map((environmentId) => findEnvironment(sql(), { ...lane, environmentId })),
        )
      ).flatMap((found) => found?.environmentId ?? []);
    await storeEnvironments(sql(), lane, [factsOf("e-1"), factsOf("e-2", { status: "Terminated" })], later(1));
    expect(await listed()).toEqual(["e-1"]);
    await storeEnvironments(sql(), lane, [factsOf("e-2")], later(2));
    expect(await listed()).toEqual(["e-2"]);
    await storeEnvironments(sql(), lane, [], later(3));
    expect(await listed()).toEqual([]);
  });

  test("an answer older than what is known does not turn an environment's state back", async () => {
    const lane = await laneWith("e-1");
    const key = { ...lane, environmentId: "e-1" };
    const live = { health: "Grey", healthStatus: null, abortable: true } as const;
    await patchEnvironment(sql(), key, {
      ...live,
      status: "Updating",
      dateUpdated: "2026-02-02T00:00:00.000Z",
    });
    await storeEnvironments(sql(), lane, [factsOf("e-1", { description: "new" })], later(1));
    expect(await findEnvironment(sql(), key)).toMatchObject({
      description: "new",
      status: "Updating",
      abortable: true,
      dateUpdated: "2026-02-02T00:00:00.000Z",
      scannedAt: later(1).toISOString(),
    });
    await storeEnvironments(sql(), lane, [factsOf("e-1", { dateUpdated: "2026-02-02T00:00:00.000Z" })], later(2));
    expect(await findEnvironment(sql(), key)).toMatchObject({
      status: "Ready",
      health: "Green",
      abortable: false,
    });
  });

  test("settings of an environment that is being launched or terminated, or is a cluster, are not asked for", async () => {
    const lane = newLane();
    const all = [
      factsOf("e-1", { status: "Launching" }),
      factsOf("e-2", { status: "Terminating" }),
      factsOf("e-3", { tier: "Cluster" }),
      factsOf("e-4", { status: "Updating" }),
    ];
    await storeEnvironments(sql(), lane, all, NOW);
    expect(await staleIds(lane)).toEqual(["e-4"]);
    await storeEnvironments(sql(), lane, [factsOf("e-1", { status: "Ready" })], NOW);
    expect(await staleIds(lane)).toEqual(["e-1"]);
  });

  test("settings are stale until read, and again once DateUpdated moves or they are old", async () => {
    const lane = await laneWith("e-1", "e-2");
    await storeEnvironments(sql(), lane, [factsOf("e-1"), factsOf("e-2"), factsOf("e-eks", { tier: "Cluster" })], NOW);
    expect(await staleIds(lane)).toEqual(["e-1", "e-2"]);
    await storeSettings(sql(), { ...lane, environmentId: "e-1" }, settingsOf("true"));
    await storeSettings(
      sql(),
      { ...lane, environmentId: "e-2" },
      settingsOf("true", { listedDateUpdated: "2026-02-01T00:00:00.666Z" }),
    );
    expect(await staleIds(lane)).toEqual([]);
    expect(await staleIds(lane, later(1))).toEqual(["e-1", "e-2"]);
    await storeEnvironments(
      sql(),
      lane,
      [factsOf("e-1", { dateUpdated: "2026-02-01T00:00:00.667Z" }), factsOf("e-2")],
      later(1),
    );
    expect(await environmentsWithStaleSettings(sql(), lane)).toEqual([
      {
        ...lane,
        environmentId: "e-1",
        name: "name-e-1",
        application: "shop",
        dateUpdated: "2026-02-01T00:00:00.667Z",
        readAt: NOW.toISOString(),
      },
    ]);
  });

  test("what launches the instances stays known when a later reading does not tell", async () => {
    const lane = await laneWith("e-1");
    const key = { ...lane, environmentId: "e-1" };
    await storeSettings(sql(), key, settingsOf("true", { launchKind: "launch-configuration", draftStatus: "failed" }));
    await storeSettings(
      sql(),
      key,
      settingsOf("true", {
        launchKind: null,
        replacement: { kind: "all-at-once", singleInstance: true },
      }),
    );
    expect(await findEnvironment(sql(), key)).toMatchObject({
      launchKind: "launch-configuration",
      draftStatus: null,
      replacement: { kind: "all-at-once", singleInstance: true },
      optionValue: "true",
      settingsReadAt: NOW.toISOString(),
    });
  });

  test("settings that are stored together keep what was read later by somebody else, but for a clock set back", async () => {
    const lane = await laneWith("e-1", "e-2");
    const key = (environmentId: string) => ({ ...lane, environmentId });
    const values = () =>
      Promise.all(["e-1", "e-2"].map(async (id) => (await findEnvironment(sql(), key(id)))?.optionValue));
    await storeSettings(sql(), key("e-1"), settingsOf("true", { readAt: later(1) }));
    const together = new Map(["e-1", "e-2", "e-unknown"].map((id) => [id, settingsOf("false")]));
    await storeSettingsOfLane(sql(), lane, together, later(2));
    expect(await values()).toEqual(["true", "false"]);
    await storeSettingsOfLane(sql(), lane, together, NOW);
    expect(await values()).toEqual(["false", "false"]);
  });

  test("a lane of a thousand environments is stored at once", async () => {
    const lane = await laneWith();
    const ids = Array.from({ length: 1_200 }, (_, index) => `e-${index}`);
    await storeEnvironments(
      sql(),
      lane,
      ids.map((id) => factsOf(id)),
      NOW,
    );
    await storeInstances(sql(), lane, new Map(ids.map((id) => [id, instancesOf("required")])), NOW);
    await storeEnvironments(
      sql(),
      lane,
      ids.map((id) => factsOf(id)),
      later(1),
    );
    expect(await findEnvironment(sql(), { ...lane, environmentId: "e-1199" })).toMatchObject({
      effective: "v2-only",
      requiredCount: 1,
    });
    expect(await staleIds(lane)).toHaveLength(1_200);
  });

  test("platforms are kept per region", async () => {
    const lane = newLane({ region: "eu-north-1" });
    await storePlatform(sql(), platformOf(lane, "true"));
    await storePlatform(sql(), platformOf(lane, "false"));
    expect(await readPlatforms(sql(), "eu-north-1")).toEqual([platformOf(lane, "false")]);
  });
});
