import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import type { EnvironmentFilter, SortKey } from "#lib/imds/environment-filter.ts";
import { FACETS, NO_FILTER, SORT_KEYS } from "#lib/imds/environment-filter.ts";
import { RANKS } from "./environment-conditions.ts";
import { countFacets } from "./environment-facets.ts";
import {
  environmentKeys,
  findByText,
  findEnvironment,
  findEnvironments,
  listEnvironments,
} from "./environment-list.ts";
import { storeEnvironments, storeInstances, storeSettings } from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { storePlatform } from "./platform-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, NOW, settingsOf } from "./test-facts.ts";
import { noteInstances, storeUse } from "./use-queries.ts";

const LANES = [
  {
    accountId: "111111111111",
    region: "us-east-1",
    accountLabel: "Shop-Production",
    roleArn: null,
  },
  {
    accountId: "111111111111",
    region: "eu-west-1",
    accountLabel: "Shop-Production",
    roleArn: null,
  },
  { accountId: "222222222222", region: "us-east-1", accountLabel: "analytics", roleArn: null },
];
const GONE = {
  accountId: "333333333333",
  region: "us-east-1",
  accountLabel: "sold",
  roleArn: null,
};

/** A fleet small enough to compare with, and varied enough that each filter and sort has something to do. */
function fleetOf(lane: number) {
  const pick = <T>(values: readonly T[], index: number): T | undefined => values[index % values.length];
  return Array.from({ length: 23 }, (_, index) => {
    const seed = index * 7 + lane * 3;
    return factsOf(`e-${lane}x${index}`, {
      name: `${pick(["api", "Web", "worker_1", "web%2"], seed) ?? ""}-${seed % 9}`,
      application: pick(["shop", "Billing", "会計"], seed) ?? "",
      platform: pick(["Python 3.11", "Node.js 24"], seed) ?? "",
      platformKey: pick(["p-default-true", "p-default-false", "p-unsupported", "p-unread"], seed) ?? "",
      tier: pick(["WebServer", "Worker", "Cluster"] as const, index) ?? "Unknown",
      status: pick(["Ready", "Ready", "Updating"], seed) ?? "",
      health: pick(["Green", "Yellow", "Red", "Grey"] as const, seed + index) ?? "Grey",
      description: pick([null, "決済サービス", String.raw`C:\apps`], seed) ?? null,
      dateUpdated: pick([null, "2026-02-01T00:00:00.000Z", "2026-02-03T00:00:00.000Z"], seed) ?? null,
      arn: `arn:aws:elasticbeanstalk:x:y:environment/a/${lane}-${index}`,
    });
  });
}

const rankOf = (words: readonly string[], word: string): number => words.indexOf(word);
const SORT_VALUES: Record<SortKey, (row: EnvironmentRow) => string | number | null> = {
  name: (row) => row.name.toLowerCase(),
  application: (row) => row.application.toLowerCase(),
  account: (row) => row.accountLabel.toLowerCase(),
  region: (row) => row.region,
  platform: (row) => row.platform.toLowerCase(),
  status: (row) => row.status,
  health: (row) => rankOf(RANKS.health, row.health),
  configured: (row) => rankOf(RANKS.configured, row.configured),
  effective: (row) => rankOf(RANKS.effective, row.effective),
  readiness: (row) => rankOf(RANKS.readiness, row.readiness),
  "last-change": (row) => row.dateUpdated,
};

/** The list as one would write it without a database. */
function naive(all: readonly EnvironmentRow[], filter: EnvironmentFilter): EnvironmentRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const fits = (row: EnvironmentRow): boolean => {
    const own = [row.name, row.application, row.environmentId, row.platform, row.description ?? ""]
      .join(" ")
      .toLowerCase();
    const lane = [row.accountLabel, row.accountId, row.region].join(" ").toLowerCase();
    return (
      words.every((word) => own.includes(word) || lane.includes(word)) &&
      (filter.drift === null || filter.drift === row.drift) &&
      FACETS.every((facet) => filter[facet].length === 0 || filter[facet].some((value) => value === row[facet]))
    );
  };
  const order = (one: string | number | null, other: string | number | null): number => {
    if (one === other) return 0;
    if (one === null || other === null) return one === null ? 2 : -2;
    return one < other ? -1 : 1;
  };
  const sorted = all.filter(fits).toSorted((one, other) => {
    const wanted = order(SORT_VALUES[filter.sort.by](one), SORT_VALUES[filter.sort.by](other));
    // Rows without a value come last in both directions.
    if (wanted !== 0) return Math.abs(wanted) === 2 || filter.sort.direction === "asc" ? wanted : -wanted;
    return (
      order(one.name.toLowerCase(), other.name.toLowerCase()) ||
      order(one.name, other.name) ||
      order(one.accountId, other.accountId) ||
      order(one.region, other.region) ||
      order(one.environmentId, other.environmentId)
    );
  });
  return sorted;
}

onEachDatabase((sql) => {
  let all: EnvironmentRow[] = [];

  beforeAll(async () => {
    await syncLanes(sql(), [...LANES, GONE]);
    for (const region of ["us-east-1", "eu-west-1"]) {
      const about = { region, changeSeverity: null, readAt: NOW };
      await storePlatform(sql(), {
        ...about,
        platformKey: "p-default-true",
        supported: true,
        defaultValue: "true",
      });
      await storePlatform(sql(), {
        ...about,
        platformKey: "p-default-false",
        supported: true,
        defaultValue: "false",
      });
      await storePlatform(sql(), {
        ...about,
        platformKey: "p-unsupported",
        supported: false,
        defaultValue: null,
      });
    }
    for (const [index, lane] of LANES.entries()) {
      const facts = fleetOf(index);
      await storeEnvironments(sql(), lane, facts, NOW);
      const instances = new Map(
        facts.map(({ environmentId }, place) => [
          environmentId,
          place % 5 === 0 ? [] : instancesOf("required", place % 3 === 0 ? "optional" : "required"),
        ]),
      );
      if (index !== 2) await storeInstances(sql(), lane, instances, NOW);
      if (index === 0) {
        const ids = facts.map(({ environmentId }) => environmentId);
        // Ids of instances are the lane's own; these are made so.
        const own = new Map(
          ids.map((id) => [id, [{ id: `i-${id}`, httpTokens: "optional" as const, launchedAt: null }]]),
        );
        const counts = ids.map((id, place) => ({
          instanceId: `i-${id}`,
          metric: "MetadataNoToken" as const,
          days: [{ day: "2026-02-20", calls: place % 2 }],
          lastAt: place % 2 === 0 ? null : "2026-02-20T01:00:00.000Z",
        }));
        await noteInstances(sql(), lane, own, NOW);
        await storeUse(sql(), lane, {
          counts,
          environmentIds: ids.slice(5),
          window: { from: new Date("2026-02-15T00:00:00.000Z"), to: NOW },
        });
      }
      for (const [place, { environmentId }] of facts.entries()) {
        if (place % 4 === 0) continue;
        await storeSettings(sql(), { ...lane, environmentId }, settingsOf(["true", "false", undefined][place % 3]));
      }
    }
    await storeEnvironments(sql(), GONE, [factsOf("e-sold")], NOW);
    await syncLanes(sql(), LANES);
    all = (await listEnvironments(sql(), NO_FILTER, { offset: 0, limit: 500 })).rows;
  });

  test("without a filter, all environments of enabled lanes are there", () => {
    expect(new Set(all.map(({ environmentId }) => environmentId)).size).toBe(69);
    expect(new Set(all.map(({ configured }) => configured)).size).toBe(5);
    expect(new Set(all.map(({ effective }) => effective)).size).toBe(5);
    expect(new Set(all.map(({ drift }) => drift)).size).toBe(2);
    expect(new Set(all.map(({ readiness }) => readiness)).size).toBeGreaterThan(4);
    expect(new Set(all.map(({ imdsUse }) => imdsUse)).size).toBe(3);
  });

  test("filter, sort, window and counts are those of a plain list", async () => {
    const some = <T extends string>(values: readonly T[]) =>
      fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, fc.subarray([...values]));
    const seen = (facet: (typeof FACETS)[number]) => [...new Set(all.map((row) => row[facet]))].toSorted();
    const filters: fc.Arbitrary<EnvironmentFilter> = fc.record({
      text: fc.constantFrom(
        "",
        "",
        "web",
        "WORKER_1",
        "%",
        "_",
        "\\",
        "shop api",
        "決済",
        "analytics",
        "eu-west-1 billing",
        "e-1x",
        "nothing",
      ),
      accountId: some(seen("accountId")),
      region: some(seen("region")),
      application: some([...seen("application"), "none"]),
      platform: some(seen("platform")),
      tier: some(["WebServer", "Worker", "Cluster"] as const),
      status: some(seen("status")),
      health: some(RANKS.health),
      configured: some(RANKS.configured),
      effective: some(RANKS.effective),
      readiness: some(RANKS.readiness),
      imdsUse: some(["in-use", "none", "unknown"] as const),
      tag: fc.constant<string[]>([]),
      drift: fc.constantFrom(null, null, true, false),
      exception: fc.constant(null),
      sort: fc.record({
        by: fc.constantFrom(...SORT_KEYS),
        direction: fc.constantFrom("asc", "desc"),
      }),
    });
    await fc.assert(
      fc.asyncProperty(filters, fc.nat(30), fc.integer({ min: 1, max: 80 }), async (filter, offset, limit) => {
        const wanted = naive(all, filter);
        const page = await listEnvironments(sql(), filter, { offset, limit });
        expect(page.rows).toEqual(wanted.slice(offset, offset + limit));
        expect([page.matched, page.total]).toEqual([wanted.length, 69]);
        const { matched, facets } = await countFacets(sql(), filter, new Date());
        expect(matched).toBe(wanted.length);
        for (const facet of [...FACETS, "drift"] as const) {
          const others = naive(all, { ...filter, [facet]: facet === "drift" ? null : [] });
          const counts = Map.groupBy(others, (row) => String(row[facet]));
          expect(new Map(facets[facet].map(({ value, count }) => [value, count]))).toEqual(
            new Map([...counts].map(([value, rows]) => [value, rows.length])),
          );
        }
        const keys = await environmentKeys(sql(), filter, 10);
        expect(keys).toEqual(
          wanted.slice(0, 10).map(({ accountId, region, environmentId }) => ({
            accountId,
            region,
            environmentId,
          })),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("an account's facet value bears its label", async () => {
    const { facets } = await countFacets(sql(), NO_FILTER, new Date());
    expect(facets.accountId).toContainEqual({
      value: "222222222222",
      label: "analytics",
      count: 23,
    });
  });

  test("pasted names, ids and ARNs are found wherever they are", async () => {
    const [first] = all;
    if (first === undefined) throw new Error("The fleet is empty");
    const found = await findByText(sql(), [
      first.environmentId,
      first.environmentId.toUpperCase(),
      ` ${first.arn ?? ""} `,
      first.name.toUpperCase(),
      "nothing",
      "",
      first.environmentId,
    ]);
    const sameName = all.filter(({ name }) => name.toLowerCase() === first.name.toLowerCase());
    expect(found.map(({ token, matches }) => [token, matches.length])).toEqual([
      [first.environmentId, 1],
      [first.environmentId.toUpperCase(), 0],
      [first.arn, 1],
      [first.name.toUpperCase(), sameName.length],
      ["nothing", 0],
    ]);
    expect(found[0]?.matches).toEqual([first]);
    expect(await findByText(sql(), ["e-sold"])).toEqual([{ token: "e-sold", matches: [] }]);
  });

  test("an environment is found by its key, and only where its lane is enabled", async () => {
    const [first, second] = all;
    if (first === undefined || second === undefined) throw new Error("The fleet is empty");
    expect(await findEnvironment(sql(), first)).toMatchObject(first);
    expect(await findEnvironment(sql(), { ...first, region: "ap-south-1" })).toBeNull();
    expect(await findEnvironment(sql(), { ...GONE, environmentId: "e-sold" })).toBeNull();
    expect(await findEnvironments(sql(), [first, second, { ...GONE, environmentId: "e-sold" }])).toHaveLength(2);
    expect(await findEnvironments(sql(), [])).toEqual([]);
  });
});
