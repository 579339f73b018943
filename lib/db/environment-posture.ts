import { eq, sql as raw } from "drizzle-orm";
import type { PostureFacts } from "#lib/imds/posture.ts";
import { configuredWord, postureOf } from "#lib/imds/posture.ts";
import type { ReadinessFacts } from "#lib/imds/readiness.ts";
import { readinessOf } from "#lib/imds/readiness.ts";
import { NO_EVIDENCE } from "#lib/imds/use.ts";
import { isDenied } from "#lib/rollouts/denied-action.ts";
import type { PlatformFacts } from "./environment-facts.ts";
import type { Sql } from "./database.ts";
import { updateEnvironments } from "./environment-writes.ts";
import type { environments } from "./schema-fleet.ts";
import { platforms } from "./schema-fleet.ts";

type Row = typeof environments.$inferSelect;

/** The columns a posture and a verdict are made of, besides the platform's default. */
export type PostureColumns = Pick<
  Row,
  | "tier"
  | "platformKey"
  | "platform"
  | "status"
  | "optionValue"
  | "settingsReadAt"
  | "draftStatus"
  | "settingsFailure"
  | "launchKind"
  | "instances"
  | "useEvidence"
  | "changeRefused"
>;
/** The columns a posture is kept in. */
export const DERIVED = [
  "configured",
  "configuredIsDefault",
  "effective",
  "drift",
  "instanceCount",
  "requiredCount",
  "imdsUse",
  "imdsCalls",
  "readiness",
] as const satisfies (keyof Row)[];
type DerivedColumns = Pick<Row, (typeof DERIVED)[number]>;
export type PlatformDefault = Pick<PlatformFacts, "supported" | "defaultValue">;

/** Takes a row's facts and its platform, if that was read, and gives them as lib/imds wants them. */
export function postureFactsOf(
  row: Pick<PostureColumns, "tier" | "optionValue" | "settingsReadAt" | "draftStatus" | "launchKind" | "instances">,
  platform: PlatformDefault | undefined,
): PostureFacts {
  return {
    tier: row.tier,
    optionValue: row.settingsReadAt === null ? null : (row.optionValue ?? undefined),
    platformDefault:
      platform === undefined
        ? null
        : platform.supported
          ? { kind: "value", value: platform.defaultValue ?? "" }
          : { kind: "unsupported" },
    draft: row.settingsReadAt === null ? null : (row.draftStatus ?? "none"),
    launchKind: row.launchKind,
    instances: row.instances,
  };
}

/** Takes a row's facts and what its lane and the hour add, and gives them as a verdict wants them. */
export function readinessFactsOf(
  row: Pick<
    PostureColumns,
    "platform" | "status" | "instances" | "draftStatus" | "settingsFailure" | "useEvidence" | "changeRefused"
  >,
  posture: Pick<ReadinessFacts, "configured" | "effective">,
  lane: Pick<ReadinessFacts, "metricsFailure" | "httpTokensEnforced" | "managedWindow">,
): ReadinessFacts {
  return {
    status: row.status,
    platform: row.platform,
    configured: posture.configured,
    effective: posture.effective,
    instances: row.instances,
    draftStatus: row.draftStatus,
    settingsFailure:
      row.settingsFailure === null ? null : { ...row.settingsFailure, isDenied: isDenied(row.settingsFailure.failure) },
    evidence: row.useEvidence ?? NO_EVIDENCE,
    changeRefused: row.changeRefused,
    ...lane,
  };
}

/** What a lane and the hour add changes a verdict's reasons, never its word. */
const ANY_LANE = { metricsFailure: null, httpTokensEnforced: null, managedWindow: null };

/** Takes a row's facts and its platform and gives the columns SQL filters and sorts by. */
export function derivedOf(row: PostureColumns, platform: PlatformDefault | undefined): DerivedColumns {
  const { configured, effective, drift } = postureOf(postureFactsOf(row, platform));
  const counted = "required" in effective ? effective : { required: 0, optional: 0 };
  const { use } = row.useEvidence ?? NO_EVIDENCE;
  return {
    configured: configuredWord(configured),
    configuredIsDefault: configured.kind === "known" && configured.equalsDefault,
    effective: effective.kind,
    drift,
    instanceCount: counted.required + counted.optional,
    requiredCount: counted.required,
    imdsUse: use.kind,
    imdsCalls: use.kind === "in-use" ? use.calls : 0,
    readiness: readinessOf(readinessFactsOf(row, { configured, effective }, ANY_LANE)).verdict,
  };
}

/** Gives the region's platforms by their key. */
export async function platformsByKey(sql: Sql, region: string): Promise<Map<string, PlatformDefault>> {
  const rows = await sql
    .select({
      platformKey: platforms.platformKey,
      supported: platforms.supported,
      defaultValue: platforms.defaultValue,
    })
    .from(platforms)
    .where(eq(platforms.region, region));
  return new Map(rows.map(({ platformKey, ...platform }) => [platformKey, platform]));
}

/**
 * A posture mixes an environment's facts with its platform's. Writers of environments share this lock, a writer of a
 * platform has it alone, so that no row is derived from a default that was just replaced. Ends with the transaction.
 */
export async function lockPostures(
  tx: Sql,
  region: string,
  as: "environment-writer" | "platform-writer",
): Promise<void> {
  const name = `imds-fleet posture ${region}`;
  await tx.execute(
    as === "platform-writer"
      ? raw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`
      : raw`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`,
  );
}

type Derivation = { accountId: string; environmentId: string; derived: DerivedColumns };

/** Takes what was derived for environments of one region and writes it in one statement. */
export async function writeDerived(tx: Sql, region: string, derivations: readonly Derivation[]): Promise<void> {
  const rows = derivations.map(({ accountId, environmentId, derived }) => ({
    accountId,
    region,
    environmentId,
    ...derived,
  }));
  await updateEnvironments(tx, rows, DERIVED);
}
