import { expect, test } from "vitest";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import { findEnvironment, listEnvironments } from "./environment-list.ts";
import { noteSettingsFailure, storeEnvironments, storeInstances, storeSettings } from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { storePlatform } from "./platform-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, later, newLane, NOW, settingsOf } from "./test-facts.ts";

const HOUR = 3_600;
const denied = {
  operation: "elasticbeanstalk:DescribeConfigurationSettings",
  code: "AccessDenied",
  message: "No.",
  requestId: null,
  httpStatus: 403,
  outcome: "refused",
} as const;

onEachDatabase((sql) => {
  test("a platform's default has an age of its own, which a listing does not renew", async () => {
    const lane = newLane();
    const key = { ...lane, environmentId: "e-one" };
    await syncLanes(sql(), [lane]);
    const platform = { region: lane.region, platformKey: "platform-of-ages", supported: true, changeSeverity: null };
    const listed = () => storeEnvironments(sql(), lane, [factsOf("e-one", platform)], later(HOUR));
    await listed();
    expect(await findEnvironment(sql(), key)).toMatchObject({ platformDefault: null, platformReadAt: null });
    await storePlatform(sql(), { ...platform, defaultValue: "true", readAt: NOW });
    await listed();
    const readAt = NOW.toISOString();
    expect(await findEnvironment(sql(), key)).toMatchObject({ platformDefault: "true", platformReadAt: readAt });
  });

  test("a row that is listed again and again is as old as the part of it that cannot be read", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    const ids = ["e-whole", "e-moved", "e-denied"];
    const facts = ids.map((id) => factsOf(id));
    await storeEnvironments(sql(), lane, facts, NOW);
    for (const environmentId of ids) await storeSettings(sql(), { ...lane, environmentId }, settingsOf("true"));
    const instances = new Map(ids.map((id) => [id, instancesOf("required")]));
    await storeInstances(sql(), lane, instances, NOW);

    const again = later(8 * HOUR);
    const moved = factsOf("e-moved", { dateUpdated: "2026-03-01T12:00:00.000Z" });
    await storeEnvironments(sql(), lane, [factsOf("e-whole"), moved, factsOf("e-denied")], again);
    await noteSettingsFailure(sql(), { ...lane, environmentId: "e-denied" }, denied, again);
    const ages = async () => {
      const { rows } = await listEnvironments(sql(), NO_FILTER, { offset: 0, limit: 10 });
      return Object.fromEntries(rows.map(({ environmentId, oldestReadAt }) => [environmentId, oldestReadAt]));
    };
    const then = NOW.toISOString();
    expect(await ages()).toEqual({ "e-whole": then, "e-moved": then, "e-denied": then });

    await storeInstances(sql(), lane, instances, again);
    expect(await ages()).toEqual({ "e-whole": again.toISOString(), "e-moved": then, "e-denied": then });
  });
});
