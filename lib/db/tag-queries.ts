import { isDeepStrictEqual } from "node:util";
import { and, count, desc, eq, inArray, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { CarriedTags, TagSource } from "#lib/imds/tags.ts";
import { chooseTag } from "#lib/imds/tags.ts";
import type { Sql } from "./database.ts";
import { allOf } from "./environment-conditions.ts";
import { lockPostures } from "./environment-posture.ts";
import { LANE_OF_ENVIRONMENT } from "./environment-rows.ts";
import { listConditions } from "./exception-coverage.ts";
import { environments, lanes } from "./schema-fleet.ts";

const inLane = ({ accountId, region }: LaneKey) =>
  and(eq(environments.accountId, accountId), eq(environments.region, region));

/** The most keys, or values of one key, that are counted; nobody reads further. */
const COUNTED = 500;

/** A key, or a value of one, and how many environments have it. */
export type TagCount = { value: string; count: number };

/**
 * Takes the tags that a lane's running instances carry, by environment id, before those instances are stored; an environment
 * that is not there has none running, and keeps what was known. What did not change is not written again.
 */
export async function storeTags(
  sql: Sql,
  lane: LaneKey,
  tags: ReadonlyMap<string, CarriedTags>,
  now: Date,
): Promise<void> {
  const rows = await sql
    .select({
      environmentId: environments.environmentId,
      known: { tags: environments.tags, uneven: environments.tagsUneven },
      from: environments.tagsFrom,
    })
    .from(environments)
    .where(inLane(lane));
  const changed = rows.flatMap((row) => {
    const carried = tags.get(row.environmentId);
    const from: TagSource = carried === undefined ? "none-running" : "instances";
    const kept = carried ?? row.known;
    // The database keeps an object's keys in an order of its own.
    const isSame = from === row.from && isDeepStrictEqual(kept, row.known);
    return isSame ? [] : { environmentId: row.environmentId, from, ...kept };
  });
  if (changed.length === 0) return;
  const ids = changed.map(({ environmentId }) => environmentId);
  await sql.transaction(async (tx) => {
    // Apart from a platform's writer, and in the order of all writers of environments: two never wait for each other.
    await lockPostures(tx, lane.region, "environment-writer");
    const those = and(inLane(lane), inArray(environments.environmentId, ids));
    await tx
      .select({ environmentId: environments.environmentId })
      .from(environments)
      .where(those)
      .orderBy(environments.environmentId)
      .for("update");
    await tx
      .update(environments)
      .set({
        tags: raw`x.tags`,
        tagsUneven: raw`x.uneven`,
        tagsFrom: raw`x."from"`,
        // The instances that ran last carried them; where tags were never read there is no such time.
        tagsReadAt: raw`case when x."from" = 'instances' then ${now.toISOString()}::timestamptz
          when ${environments.tagsFrom} = 'instances' then ${environments.instancesReadAt} else ${environments.tagsReadAt} end`,
      })
      .from(
        raw`jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb) as x(
          "environmentId" text, "from" text, tags jsonb, uneven jsonb)`,
      )
      .where(and(inLane(lane), raw`${environments.environmentId} = x."environmentId"`));
  });
}

/** Takes a filter and gives the keys of all tags of the environments it lets through whatever their tags, common ones first. */
export async function countTagKeys(sql: Sql, filter: EnvironmentFilter): Promise<TagCount[]> {
  const value = raw<string>`k.key`;
  return sql
    .select({ value, count: count() })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .innerJoin(raw`lateral jsonb_object_keys(${environments.tags}) as k(key)`, raw`true`)
    .where(allOf(await listConditions(sql, { ...filter, tag: [] }, new Date())))
    .groupBy(value)
    .orderBy(desc(count()), raw`k.key collate "C"`)
    .limit(COUNTED);
}

/** Takes a filter and a key, and gives the key's values of the environments it lets through, its own choice of that key aside. */
export async function countTagValues(sql: Sql, filter: EnvironmentFilter, key: string): Promise<TagCount[]> {
  const value = raw<string>`v.value`;
  return sql
    .select({ value, count: count() })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .innerJoin(raw`lateral jsonb_array_elements_text(${environments.tags} -> ${key}::text) as v(value)`, raw`true`)
    .where(allOf(await listConditions(sql, { ...filter, tag: chooseTag(filter.tag, key, []) }, new Date())))
    .groupBy(value)
    .orderBy(desc(count()), raw`v.value collate "C"`)
    .limit(COUNTED);
}
