import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { AwsFailure } from "#lib/errors.ts";
import type { Replacement } from "#lib/imds/environment.ts";
import type { ScanPhase } from "#lib/imds/lane.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { Denial } from "#lib/imds/readiness.ts";
import { VERDICTS } from "#lib/imds/readiness.ts";
import type { DayOfCalls, UseEvidence } from "#lib/imds/use.ts";
import type { Before, Change, TargetState, Transition } from "#lib/rollouts/target.ts";
import type { Recurrence, WindowScope } from "#lib/rollouts/window.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const laneColumns = { accountId: text("account_id").notNull(), region: text("region").notNull() };

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
    /** Who works on this lane's rollouts; a dead worker's lease runs out. */
    leaseToken: uuid("lease_token"),
    leaseUntil: instant("lease_until"),
    /** Why the engine cannot observe this lane now. */
    engineFailure: jsonb("engine_failure").$type<AwsFailure>(),
    engineFailedAt: instant("engine_failed_at"),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.region] })],
);

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
    replacement: jsonb("replacement").$type<Replacement>().notNull().default({ kind: "unknown" }),
    launchKind: text("launch_kind", { enum: ["launch-template", "launch-configuration"] }),
    draftStatus: text("draft_status", { enum: ["pending", "failed"] }),
    instances: jsonb("instances").$type<PostureInstance[]>(),
    instancesReadAt: instant("instances_read_at"),
    /** What the counts of its instances said together when they were last read. */
    useEvidence: jsonb("use_evidence").$type<UseEvidence>(),
    useReadAt: instant("use_read_at"),
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
    index("environments_by_name")
      .on(sql`lower(${table.name})`)
      .where(sql`${table.goneAt} is null`),
    index("environments_of_platform").on(table.region, table.platformKey),
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

export const rollouts = pgTable(
  "rollouts",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind", { enum: ["toggle", "bulk", "undo", "retry"] }).notNull(),
    status: text("status", {
      enum: ["draft", "scheduled", "running", "finished", "stopped", "discarded"],
    }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    startedBy: text("started_by"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    stopRequestedAt: instant("stop_requested_at"),
    /** When a scheduled rollout begins, and the zone in which that was said. */
    startAt: instant("start_at"),
    startZone: text("start_zone"),
    /** Why change windows do not hold this rollout; `null`: they do. */
    windowOverride: text("window_override"),
    capPerLane: integer("cap_per_lane").notNull(),
    planHash: text("plan_hash").notNull(),
    basedOn: uuid("based_on"),
  },
  (table) => [
    index("rollouts_by_creation").on(table.createdAt),
    index("rollouts_scheduled")
      .on(table.startAt)
      .where(sql`${table.status} = 'scheduled'`),
  ],
);

/** When environments may be changed, and when not; an ended window stays, and a trigger refuses to delete it. */
export const changeWindows = pgTable("change_windows", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  kind: text("kind", { enum: ["allow", "deny"] }).notNull(),
  scope: jsonb("scope").$type<WindowScope>().notNull(),
  recurrence: jsonb("recurrence").$type<Recurrence>().notNull(),
  zone: text("zone").notNull(),
  version: integer("version").notNull().default(1),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  endedBy: text("ended_by"),
  endedAt: instant("ended_at"),
});

export const targets = pgTable(
  "targets",
  {
    id: uuid("id").primaryKey(),
    rolloutId: uuid("rollout_id")
      .notNull()
      .references(() => rollouts.id, { onDelete: "cascade" }),
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    name: text("name").notNull(),
    application: text("application").notNull(),
    change: jsonb("change").$type<Change>().notNull(),
    before: jsonb("before").$type<Before>().notNull(),
    state: jsonb("state").$type<TargetState>().notNull(),
    /** `state.status` again, for indexes. */
    status: text("status", {
      enum: ["pending", "applying", "updating", "verifying", "succeeded", "skipped", "blocked", "failed"],
    }).notNull(),
    /** Set when the rollout starts, cleared when the target ends: holds the environment for this rollout. */
    holds: boolean("holds").notNull().default(false),
    version: integer("version").notNull().default(0),
  },
  (table) => [
    index("targets_of_rollout").on(table.rolloutId),
    index("targets_of_environment").on(table.accountId, table.region, table.environmentId),
    index("targets_unfinished")
      .on(table.accountId, table.region)
      .where(sql`${table.holds}`),
    uniqueIndex("one_unfinished_rollout_per_environment")
      .on(table.accountId, table.region, table.environmentId)
      .where(sql`${table.holds}`),
    check("status_is_the_states", sql`status = state->>'status'`),
    check("only_unfinished_targets_hold", sql`not holds or status in ('pending', 'applying', 'updating', 'verifying')`),
  ],
);

/** What happened to a target, in order; never updated, never deleted. */
export const transitions = pgTable(
  "transitions",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    targetId: uuid("target_id")
      .notNull()
      .references(() => targets.id, { onDelete: "cascade" }),
    rolloutId: uuid("rollout_id").notNull(),
    at: instant("at").notNull(),
    transition: jsonb("transition").$type<Transition>().notNull(),
  },
  (table) => [
    index("transitions_of_target").on(table.targetId, table.id),
    index("transitions_of_rollout").on(table.rolloutId, table.id),
  ],
);

/** Elastic Beanstalk's events of environments under change, as AWS worded them. */
export const environmentEvents = pgTable(
  "environment_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    at: instant("at").notNull(),
    severity: text("severity").notNull(),
    message: text("message").notNull(),
    requestId: text("request_id"),
  },
  (table) => [
    // Hashed, for a message may be longer than an index entry can be.
    uniqueIndex("environment_events_once").on(
      table.accountId,
      table.region,
      table.environmentId,
      table.at,
      sql`md5(${table.message})`,
    ),
  ],
);

/** Who did what; append-only (a trigger refuses update and delete). */
export const audit = pgTable(
  "audit",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    actorRole: text("actor_role").notNull(),
    action: text("action").notNull(),
    /** What it was done to: an environment, a rollout, a lane. */
    subject: text("subject").notNull(),
    before: jsonb("before").$type<unknown>(),
    after: jsonb("after").$type<unknown>(),
  },
  (table) => [index("audit_by_time").on(table.at)],
);

/** Raising a person's epoch ends all their sessions. */
export const sessionEpochs = pgTable("session_epochs", {
  subject: text("subject").primaryKey(),
  epoch: integer("epoch").notNull(),
});
