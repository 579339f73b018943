import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { EnvironmentDetail, EnvironmentRow, Health } from "#lib/imds/environment.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { NO_FILTER, SORT_KEYS } from "#lib/imds/environment-filter.ts";
import { exportEnvironments } from "./environment-export.ts";
import { findEnvironments, listEnvironments } from "./environment-list.ts";
import { storeEnvironments, storeInstances } from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, later, newLane, NOW } from "./test-facts.ts";

const HEALTHS = ["Red", "Yellow", "Grey", "Green"] as const satisfies readonly Health[];

const healthOf = (index: number): Health => HEALTHS[index % HEALTHS.length] ?? "Grey";
const namesOf = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name);

async function allOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

onEachDatabase((sql) => {
  const one = newLane({ accountId: "111111111111" });
  const other = newLane({ accountId: "222222222222", region: "eu-west-1" });
  const moving = newLane({ accountId: "333333333333" });

  beforeAll(async () => {
    await syncLanes(sql(), [one, other, moving]);
    for (const [place, lane] of [one, other].entries()) {
      const facts = Array.from({ length: 30 }, (_, index) =>
        factsOf(`e-${place}x${index}`, {
          name: `n${index % 7}`,
          health: healthOf(index),
          dateUpdated: index % 5 === 0 ? null : `2026-02-0${(index % 3) + 1}T00:00:00.000Z`,
        }),
      );
      await storeEnvironments(sql(), lane, facts, NOW);
      const instances = new Map(facts.map(({ environmentId }) => [environmentId, instancesOf("required", "optional")]));
      if (place === 0) await storeInstances(sql(), lane, instances, NOW);
    }
  });

  async function exported(filter: EnvironmentFilter, pageSize: number): Promise<EnvironmentDetail[]> {
    return (await allOf(await exportEnvironments(sql(), filter, pageSize))).flat();
  }

  test("the pages together are the list, row for row, and in full", async () => {
    const filters = fc.record({
      text: fc.constantFrom("", "n3", "nothing"),
      accountId: fc.subarray([one.accountId, other.accountId]),
      health: fc.subarray([...HEALTHS]),
      effective: fc.subarray(["mixed", "unknown"] as const),
      sort: fc.record({ by: fc.constantFrom(...SORT_KEYS), direction: fc.constantFrom("asc", "desc") }),
    });
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 70 }), async (chosen, pageSize) => {
        const filter = { ...NO_FILTER, ...chosen };
        const { rows } = await listEnvironments(sql(), filter, { offset: 0, limit: 500 });
        const details = await exported(filter, pageSize);
        expect(details).toMatchObject(rows);
        const byKey = new Map((await findEnvironments(sql(), rows)).map((it) => [it.environmentId, it]));
        expect(details).toEqual(rows.map(({ environmentId }) => byKey.get(environmentId)));
      }),
      { numRuns: 40 },
    );
  });

  test("no page is read before it is asked for, and none is larger than asked", async () => {
    const pages = await exportEnvironments(sql(), { ...NO_FILTER, accountId: [one.accountId] }, 8);
    const sizes = (await allOf(pages)).map(({ length }) => length);
    expect(sizes).toEqual([8, 8, 8, 6]);
  });

  /** Exports the moving lane by health, with something happening after its first page; gives what was there before and what came. */
  async function meanwhile(happening: (before: EnvironmentRow[]) => Promise<void>, filter = NO_FILTER) {
    const facts = Array.from({ length: 20 }, (_, index) =>
      factsOf(`e-m${index}`, { name: `m${String(index).padStart(2, "0")}`, health: healthOf(index) }),
    );
    await storeEnvironments(sql(), moving, facts, NOW);
    const wanted: EnvironmentFilter = {
      ...filter,
      accountId: [moving.accountId],
      sort: { by: "health", direction: "asc" },
    };
    const before = (await listEnvironments(sql(), wanted, { offset: 0, limit: 500 })).rows;
    const pages = await exportEnvironments(sql(), wanted, 6);
    const first = await pages.next();
    await happening(before);
    return { before, after: [...(first.value ?? []), ...(await allOf(pages)).flat()] };
  }

  const factsFrom = (rows: readonly EnvironmentRow[], healthOfRow: (row: EnvironmentRow, place: number) => Health) =>
    rows.map((row, place) => factsOf(row.environmentId, { name: row.name, health: healthOfRow(row, place) }));

  test("environments that come while it is read neither repeat nor push out others", async () => {
    const { before, after } = await meanwhile(async (rows) => {
      const fresh = HEALTHS.flatMap((health, place) => [
        factsOf(`e-new${place}`, { name: "a", health }),
        factsOf(`e-late${place}`, { name: "z", health }),
      ]);
      await storeEnvironments(sql(), moving, [...factsFrom(rows, ({ health }) => health), ...fresh], later(1));
    });
    expect(namesOf(after)).toEqual(namesOf(before));
  });

  test("environments that move in the order while it is read are there once, as they are by then", async () => {
    // The whole order is turned round: what was on the first page would be on the last, and the other way round.
    const { before, after } = await meanwhile((rows) =>
      storeEnvironments(
        sql(),
        moving,
        factsFrom(rows, ({ health }) => healthOf(3 - HEALTHS.indexOf(health))),
        later(1),
      ),
    );
    expect(namesOf(after)).toEqual(namesOf(before));
    expect(new Set(after.slice(6).map(({ scannedAt }) => scannedAt))).toEqual(new Set([later(1).toISOString()]));
  });

  test("environments that end, or leave the filter, while it is read are left out", async () => {
    const ended = await meanwhile((rows) =>
      storeEnvironments(
        sql(),
        moving,
        factsFrom(rows.slice(0, 15), ({ health }) => health),
        later(1),
      ),
    );
    expect(namesOf(ended.after)).toEqual(namesOf(ended.before.slice(0, 15)));
    const healed = await meanwhile(
      (rows) =>
        storeEnvironments(
          sql(),
          moving,
          factsFrom(rows, () => "Green"),
          later(1),
        ),
      { ...NO_FILTER, health: ["Red", "Yellow"] },
    );
    expect(healed.before).toHaveLength(10);
    expect(namesOf(healed.after)).toEqual(namesOf(healed.before.slice(0, 6)));
  });
});
