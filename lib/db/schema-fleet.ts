import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { AwsFailure } from "#lib/errors.ts";
import type { AccountRegions } from "#lib/imds/account.ts";
import type { Replacement } from "#lib/imds/environment.ts";
import type { ScanPhase } from "#lib/imds/lane.ts";
import type { ManagedUpdates } from "#lib/imds/managed-window.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { Denial, SettingsFailure } from "#lib/imds/readiness.ts";
import { VERDICTS } from "#lib/imds/readiness.ts";
import type { Tags, UnevenTags } from "#lib/imds/tags.ts";
import { TAG_SOURCES } from "#lib/imds/tags.ts";
import type { DayOfCalls, UseEvidence } from "#lib/imds/use.ts";
import { instant, laneColumns } from "./schema-columns.ts";

/** One account in one region, as configured; scans write their progress and their error here. */
export const lanes = pgTable(
  "lanes",
  {
    ...laneColumns,
    accountLabel: text("account_label").notNull(),
    roleArn: text("role_arn"),
    identityArn: text("identity_arn"),
    /** Lanes taken out of the configuration keep their history but are neither scanned nor listed. */
    enabled: boolean("enabled").notNull().default(true),
    scanState: text("scan_state", { enum: ["never", "queued", "scanning", "idle"] })
      .notNull()
      .default("never"),
    scanPhase: text("scan_phase").$type<ScanPhase>(),
    callsDone: integer("calls_done").notNull().default(0),
    callsKnown: integer("calls_known").notNull().default(0),
    /** Whether what AWS said last to the scan was that it is asked too often. */
    scanThrottled: boolean("scan_throttled").notNull().default(false),
    scanStartedAt: instant("scan_started_at"),
    /** The scan's last sign of life: a dead worker's scan may be begun again. */
    scanTouchedAt: instant("scan_touched_at"),
    lastSuccessAt: instant("last_success_at"),
    failure: jsonb("failure").$type<AwsFailure & { phase: ScanPhase }>(),
    failedAt: instant("failed_at"),
    httpTokensEnforced: boolean("http_tokens_enforced"),
    /** Why CloudWatch cannot be read; a lane whose counts fail is read all the same. */
    metricsFailure: jsonb("metrics_failure").$type<AwsFailure>(),
    metricsFailedAt: instant("metrics_failed_at"),
    /** Why a platform's default could not be read here when that was last needed; the lane is read all the same. */
    platformsFailure: jsonb("platforms_failure").$type<AwsFailure & { at: string }>(),
    /** Who works on this lane's rollouts; a dead worker's lease runs out. */
    leaseToken: uuid("lease_token"),
    leaseUntil: instant("lease_until"),
    /** Why the engine cannot observe this lane now. */
    engineFailure: jsonb("engine_failure").$type<AwsFailure>(),
    engineFailedAt: instant("engine_failed_at"),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.region] })],
);

/** An account that is read, or that the organization has; those no longer found keep their rows. */
export const accounts = pgTable("accounts", {
  accountId: text("account_id").primaryKey(),
  label: text("label").notNull(),
  source: text("source", { enum: ["ambient", "configured", "organization"] }).notNull(),
  /** What Organizations last said of it. */
  state: text("state"),
  roleArn: text("role_arn"),
  regions: jsonb("regions").$type<AccountRegions>().notNull(),
  /** Why its regions could not be read; those of an earlier reading stay. */
  failure: jsonb("failure").$type<AwsFailure>(),
  failedAt: instant("failed_at"),
  enabled: boolean("enabled").notNull().default(true),
  discoveredAt: instant("discovered_at").notNull(),
});

/** How the last reading of the organization went; one row at most. */
export const organizationReadings = pgTable("organization_readings", {
  id: text("id", { enum: ["organization"] }).primaryKey(),
  lastSuccessAt: instant("last_success_at"),
  failure: jsonb("failure").$type<AwsFailure>(),
  failedAt: instant("failed_at"),
});

/** What DescribeConfigurationOptions said of a platform, once per platform ARN (or solution stack) and region. */
export const platforms = pgTable(
  "platforms",
  {
    region: text("region").notNull(),
    platformKey: text("platform_key").notNull(),
    supported: boolean("supported").notNull(),
    defaultValue: text("default_value"),
    changeSeverity: text("change_severity"),
    readAt: instant("read_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.region, table.platformKey] })],
);

export const environments = pgTable(
  "environments",
  {
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    name: text("name").notNull(),
    application: text("application").notNull(),
    arn: text("arn"),
    description: text("description"),
    platformKey: text("platform_key").notNull(),
    platform: text("platform").notNull(),
    platformArn: text("platform_arn"),
    tier: text("tier", { enum: ["WebServer", "Worker", "Cluster", "Unknown"] }).notNull(),
    status: text("status").notNull(),
    health: text("health", { enum: ["Green", "Yellow", "Red", "Grey"] }).notNull(),
    healthStatus: text("health_status"),
    abortable: boolean("abortable").notNull(),
    cname: text("cname"),
    versionLabel: text("version_label"),
    dateCreated: instant("date_created"),
    dateUpdated: instant("date_updated"),
    scannedAt: instant("scanned_at").notNull(),
    /** When a scan no longer found it; such rows are not listed. */
    goneAt: instant("gone_at"),
    /** What the search bar looks in, folded once at each write. */
    searchText: text("search_text")
      .notNull()
      .generatedAlwaysAs(
        sql`lower(name || ' ' || application || ' ' || environment_id || ' ' || platform || ' ' || coalesce(description, '') || ' ' || coalesce(cname, ''))`,
      ),

    /** The deployed value. `settings_read_at` tells "not set" from "not read". */
    optionValue: text("option_value"),
    settingsReadAt: instant("settings_read_at"),
    /** DateUpdated at that reading: settings are read again when it moves. */
    settingsDateUpdated: instant("settings_date_updated"),
    /** Why they could not be read when that was last tried; `null` once they were. */
    settingsFailure: jsonb("settings_failure").$type<SettingsFailure>(),
    replacement: jsonb("replacement").$type<Replacement>().notNull().default({ kind: "unknown" }),
    managedUpdates: jsonb("managed_updates").$type<ManagedUpdates>(),
    launchKind: text("launch_kind", { enum: ["launch-template", "launch-configuration"] }),
    draftStatus: text("draft_status", { enum: ["pending", "failed"] }),
    instances: jsonb("instances").$type<PostureInstance[]>(),
    instancesReadAt: instant("instances_read_at"),
    /** What its running instances carry; kept when none is running any more. */
    tags: jsonb("tags").$type<Tags>().notNull().default({}),
    /** Which of them not all of those instances carry; `null`: all do, or a version read them that did not count. */
    tagsUneven: jsonb("tags_uneven").$type<UnevenTags>(),
    tagsFrom: text("tags_from", { enum: TAG_SOURCES }).notNull().default("not-read"),
    /** When they were last read, where no instance is running any more. */
    tagsReadAt: instant("tags_read_at"),
    /** What the counts of its instances said together when they were last read. */
    useEvidence: jsonb("use_evidence").$type<UseEvidence>(),
    /** When CloudWatch last answered about it, with all of its counts or only a part; its evidence says of when that is. */
    useAskedAt: instant("use_read_at"),
    /** What AWS refused for want of a permission when a change was last tried in this lane. */
    changeRefused: jsonb("change_refused").$type<Denial>(),

    /** Derived by lib/imds at each write, so that SQL can filter and sort by them. */
    configured: text("configured", {
      enum: ["v2-only", "v1-and-v2", "unsupported", "not-applicable", "unknown"],
    }).notNull(),
    configuredIsDefault: boolean("configured_is_default").notNull(),
    effective: text("effective", {
      enum: ["v2-only", "v1-and-v2", "mixed", "no-instances", "not-applicable", "unknown"],
    }).notNull(),
    drift: boolean("drift").notNull(),
    instanceCount: integer("instance_count").notNull(),
    requiredCount: integer("required_count").notNull(),
    imdsUse: text("imds_use", { enum: ["unknown", "no-data", "none", "in-use"] })
      .notNull()
      .default("unknown"),
    /** IMDSv1 calls in the window, where it is in use. */
    imdsCalls: bigint("imds_calls", { mode: "number" }).notNull().default(0),
    readiness: text("readiness", { enum: VERDICTS }).notNull().default("no-evidence"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.region, table.environmentId] }),
    // The order a list has unless another is asked for, whole, so that its first window is read from here.
    index("environments_by_name")
      .on(
        sql`lower(${table.name}) collate "C"`,
        sql`${table.name} collate "C"`,
        sql`${table.accountId} collate "C"`,
        sql`${table.region} collate "C"`,
        sql`${table.environmentId} collate "C"`,
      )
      .where(sql`${table.goneAt} is null`),
    index("environments_of_platform").on(table.region, table.platformKey),
    index("environments_by_tag").using("gin", table.tags),
  ],
);

/** What CloudWatch counted of one instance, kept while the window reaches it, also when the instance is gone. */
export const instanceUse = pgTable(
  "instance_use",
  {
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    instanceId: text("instance_id").notNull(),
    metric: text("metric", { enum: ["MetadataNoToken", "MetadataNoTokenRejected"] }).notNull(),
    launchedAt: instant("launched_at"),
    firstSeenAt: instant("first_seen_at").notNull(),
    goneAt: instant("gone_at"),
    readAt: instant("read_at"),
    days: jsonb("days").$type<DayOfCalls[]>().notNull().default([]),
    lastAt: instant("last_at"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.region, table.instanceId, table.metric] }),
    index("instance_use_of_environment").on(table.accountId, table.region, table.environmentId),
  ],
);
