import type { SQL } from "drizzle-orm";
import { and, or, sql as raw } from "drizzle-orm";
import { wantedByKey } from "#lib/imds/tags.ts";
import { environments } from "./schema-fleet.ts";

/** Takes a filter's tags and gives the condition for them, in forms that the index on tags can answer; none: no condition. */
export function tagCondition(tags: readonly string[]): SQL | undefined {
  const ofKeys = [...wantedByKey(tags)].map(([key, values]) =>
    or(
      ...values.map((value) =>
        value === null
          ? raw`${environments.tags} ? ${key}`
          : raw`${environments.tags} @> ${JSON.stringify({ [key]: [value] })}::text::jsonb`,
      ),
    ),
  );
  return and(...ofKeys);
}
