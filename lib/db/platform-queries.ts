import { and, eq, gt, sql as raw } from "drizzle-orm";
import type { Sql } from "./database.ts";
import type { PlatformFacts } from "./environment-facts.ts";
import { derivedOf, lockPostures, writeDerived } from "./environment-posture.ts";
import { environments, platforms } from "./schema-fleet.ts";

/** Takes what DescribeConfigurationOptions said of a platform, and derives anew the postures of all environments on it. */
export async function storePlatform(sql: Sql, facts: PlatformFacts): Promise<void> {
  const { region, platformKey } = facts;
  await sql.transaction(async (tx) => {
    await lockPostures(tx, region, "platform-writer");
    await tx
      .insert(platforms)
      .values(facts)
      .onConflictDoUpdate({
        target: [platforms.region, platforms.platformKey],
        set: {
          supported: raw`excluded.supported`,
          defaultValue: raw`excluded.default_value`,
          changeSeverity: raw`excluded.change_severity`,
          readAt: raw`excluded.read_at`,
        },
      });
    const rows = await tx
      .select()
      .from(environments)
      .where(and(eq(environments.region, region), eq(environments.platformKey, platformKey)));
    await writeDerived(
      tx,
      region,
      rows.map((row) => ({ ...row, derived: derivedOf(row, facts) })),
    );
  });
}

/** Gives what is known of a region's platforms. */
export async function readPlatforms(sql: Sql, region: string): Promise<PlatformFacts[]> {
  return sql.select().from(platforms).where(eq(platforms.region, region));
}

/** Takes a region, a platform's key and a time, and tells whether anybody has asked for its options there since. */
export async function isPlatformKnown(sql: Sql, region: string, platformKey: string, since: Date): Promise<boolean> {
  const found = await sql
    .select({ platformKey: platforms.platformKey })
    .from(platforms)
    .where(and(eq(platforms.region, region), eq(platforms.platformKey, platformKey), gt(platforms.readAt, since)));
  return found.length > 0;
}
