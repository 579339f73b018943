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
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { AwsFailure } from "#lib/errors.ts";
import type { AccountRegions } from "#lib/imds/account.ts";
import type { AlertDetail } from "#lib/imds/alert.ts";
import { ALERT_KINDS } from "#lib/imds/alert.ts";
import { CHANGED_PARTS } from "#lib/imds/history.ts";
import type { PostureCounts, PostureWords } from "#lib/imds/history.ts";
import type { Replacement } from "#lib/imds/environment.ts";
import type { ScanPhase } from "#lib/imds/lane.ts";
import type { ManagedUpdates } from "#lib/imds/managed-window.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { Denial, SettingsFailure } from "#lib/imds/readiness.ts";
import { VERDICTS } from "#lib/imds/readiness.ts";
import type { Tags } from "#lib/imds/tags.ts";
import { TAG_SOURCES } from "#lib/imds/tags.ts";
import type { DayOfCalls, UseEvidence } from "#lib/imds/use.ts";
import type { Estimate } from "#lib/rollouts/estimate.ts";
import type { Evidence, Gate } from "#lib/rollouts/gate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Acknowledgements, PauseReason } from "#lib/rollouts/rollout.ts";
import type { Before, Change, TargetState, Transition } from "#lib/rollouts/target.ts";
import type { Validation } from "#lib/rollouts/validation.ts";
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
    tagsFrom: text("tags_from", { enum: TAG_SOURCES }).notNull().default("not-read"),
    /** When they were last read, where no instance is running any more. */
    tagsReadAt: instant("tags_read_at"),
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

export const rollouts = pgTable(
  "rollouts",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind", { enum: ["toggle", "bulk", "undo", "retry"] }).notNull(),
    status: text("status", {
      enum: ["draft", "scheduled", "running", "paused", "finished", "stopped", "discarded"],
    }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    startedBy: text("started_by"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    stopRequestedAt: instant("stop_requested_at"),
    /** In-flight updates are to be aborted where AWS can. */
    abortRequestedAt: instant("abort_requested_at"),
    pause: jsonb("pause").$type<PauseReason & { at: string }>(),
    policy: jsonb("policy").$type<Policy>().notNull(),
    acknowledgements: jsonb("acknowledgements").$type<Acknowledgements>(),
    /** When a scheduled rollout begins, and the zone in which that was said. */
    startAt: instant("start_at"),
    startZone: text("start_zone"),
    /** Why change windows do not hold this rollout; `null`: they do. */
    windowOverride: text("window_override"),
    planHash: text("plan_hash").notNull(),
    /** Pinned with the waves; `null`: made by a version that kept none. */
    estimate: jsonb("estimate").$type<Estimate>(),
    basedOn: uuid("based_on"),
  },
  (table) => [
    index("rollouts_by_creation").on(table.createdAt),
    index("rollouts_under_way")
      .on(table.id)
      .where(sql`${table.status} in ('running', 'paused')`),
    index("rollouts_scheduled")
      .on(table.startAt)
      .where(sql`${table.status} = 'scheduled'`),
    check("a_pause_has_a_reason", sql`(status = 'paused') = (pause is not null)`),
  ],
);

/** A rollout's waves, in order; a wave is open when all before it have passed. */
export const waves = pgTable(
  "waves",
  {
    rolloutId: uuid("rollout_id")
      .notNull()
      .references(() => rollouts.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    kind: text("kind", { enum: ["canary", "wave", "untagged"] }).notNull(),
    label: text("label"),
    bakeMinutes: integer("bake_minutes").notNull(),
    openedAt: instant("opened_at"),
    /** When the last of its targets ended: its bake begins. */
    endedAt: instant("ended_at"),
    /** Until then missing evidence is waited for, where a person gave it more time. */
    evidenceDueAt: instant("evidence_due_at"),
    passedAt: instant("passed_at"),
    passedBy: text("passed_by"),
  },
  (table) => [
    primaryKey({ columns: [table.rolloutId, table.number] }),
    index("waves_baking")
      .on(table.rolloutId)
      .where(sql`${table.endedAt} is not null and ${table.passedAt} is null`),
  ],
);

/** The switch that halts every rollout: one row while it is on, none otherwise. */
export const halts = pgTable(
  "halts",
  {
    one: boolean("one").primaryKey().default(true),
    by: text("by").notNull(),
    at: instant("at").notNull(),
    reason: text("reason").notNull(),
  },
  () => [check("only_one_halt", sql`one`)],
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
    /** The environment's when it was planned. */
    tags: jsonb("tags").$type<Tags>(),
    /** What AWS said of the setting while it was planned; null: it was not asked. */
    validation: jsonb("validation").$type<Validation>(),
    state: jsonb("state").$type<TargetState>().notNull(),
    /** `state.status` again, for indexes. */
    status: text("status", {
      enum: ["pending", "applying", "updating", "verifying", "succeeded", "skipped", "blocked", "failed"],
    }).notNull(),
    /** Set when the rollout starts, cleared when the target ends: holds the environment for this rollout. */
    holds: boolean("holds").notNull().default(false),
    version: integer("version").notNull().default(0),
    /** The number of its wave; null where it was left out from the start. */
    wave: integer("wave"),
    /** What its wave's bake has shown of it, and what follows. */
    evidence: jsonb("evidence").$type<Evidence>(),
    gate: jsonb("gate").$type<Gate>(),
    /** IMDSv1 was in use there when it was started or scheduled, and a person went on all the same. */
    useAccepted: boolean("use_accepted").notNull().default(false),
    /** A person went on although it failed: it no longer counts against the tolerance. */
    failureAccepted: boolean("failure_accepted").notNull().default(false),
  },
  (table) => [
    index("targets_by_status").on(table.rolloutId, table.status),
    index("targets_of_environment").on(table.accountId, table.region, table.environmentId),
    index("targets_unvalidated")
      .on(table.rolloutId)
      .where(sql`${table.validation} is null and ${table.status} = 'pending'`),
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
  (table) => [index("audit_by_time").on(table.at), index("audit_by_subject").on(table.subject, table.id)],
);

/** Accepted risks, each with the terms it was accepted on; append-only: an end is a row of its own, an extension another exception. */
export const exceptions = pgTable(
  "exceptions",
  {
    id: uuid("id").primaryKey(),
    scope: text("scope", { enum: ["environment", "filter"] }).notNull(),
    accountId: text("account_id"),
    region: text("region"),
    environmentId: text("environment_id"),
    environmentName: text("environment_name"),
    /** The parameters of the list's address. */
    filter: text("filter"),
    owner: text("owner").notNull(),
    reason: text("reason").notNull(),
    until: instant("until").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    extends: uuid("extends").references((): AnyPgColumn => exceptions.id),
  },
  (table) => [
    index("exceptions_by_expiry").on(table.until),
    uniqueIndex("one_extension_per_exception").on(table.extends),
    check(
      "exception_has_its_scope",
      sql`case scope when 'filter' then filter is not null and environment_id is null else filter is null and account_id is not null and region is not null and environment_id is not null and environment_name is not null end`,
    ),
  ],
);

/** How exceptions ended before they expired; append-only. */
export const exceptionEnds = pgTable("exception_ends", {
  exceptionId: uuid("exception_id")
    .primaryKey()
    .references(() => exceptions.id),
  at: instant("at").notNull(),
  endedBy: text("ended_by").notNull(),
  why: text("why", { enum: ["revoked", "extended"] }).notNull(),
});

/** Raising a person's epoch ends all their sessions. */
export const sessionEpochs = pgTable("session_epochs", {
  subject: text("subject").primaryKey(),
  epoch: integer("epoch").notNull(),
});

/** How a lane's history stands: since when it is kept, and how its scans have failed lately. Its row is what writers of its history wait for. */
export const laneHistory = pgTable(
  "lane_history",
  {
    ...laneColumns,
    /** When the first whole scan began. What was there by then did not change, it was found. */
    beganAt: instant("began_at"),
    /** When the last whole scan began: what is noted was so then or later. */
    readSince: instant("read_since"),
    failedScans: integer("failed_scans").notNull().default(0),
    failingSince: instant("failing_since"),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.region] })],
);

/** An environment's posture as it was last noted; what differs from it at the end of a scan is a change. */
export const notedPostures = pgTable(
  "noted_postures",
  {
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    configured: text("configured").$type<PostureWords["configured"]>().notNull(),
    effective: text("effective").$type<PostureWords["effective"]>().notNull(),
    drift: boolean("drift").notNull(),
    gone: boolean("gone").notNull().default(false),
    /** When it was first seen to drift before our eyes, which one scan alone does not make drift; one that was found drifted has none. */
    driftedAt: instant("drifted_at"),
    /** Since when it waits for an update to end before it is judged again. */
    waitingSince: instant("waiting_since"),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.region, table.environmentId] })],
);

/** What changed in an environment's posture, as scans saw it, and by whom: a rollout of ours, or somebody outside. */
export const postureChanges = pgTable(
  "posture_changes",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    ...laneColumns,
    environmentId: text("environment_id").notNull(),
    name: text("name").notNull(),
    application: text("application").notNull(),
    what: text("what", { enum: CHANGED_PARTS }).array().notNull(),
    before: jsonb("before").$type<PostureWords>(),
    after: jsonb("after").$type<PostureWords>(),
    seenAt: instant("seen_at").notNull(),
    /** Ours; without one it was done outside. */
    rolloutId: uuid("rollout_id"),
    actor: text("actor"),
  },
  (table) => [
    index("posture_changes_of_environment").on(table.accountId, table.region, table.environmentId, table.id),
    index("posture_changes_by_time").on(table.seenAt),
  ],
);

/** A lane's counts, and from when until when scans found them so. */
export const postureSamples = pgTable(
  "posture_samples",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    ...laneColumns,
    fromAt: instant("from_at").notNull(),
    untilAt: instant("until_at").notNull(),
    counts: jsonb("counts").$type<PostureCounts>().notNull(),
  },
  (table) => [
    index("posture_samples_of_lane").on(table.accountId, table.region, table.fromAt),
    index("posture_samples_by_end").on(table.untilAt),
  ],
);

/** What somebody should look at, from when until when it was so. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid("id").primaryKey(),
    ...laneColumns,
    /** Empty where the alert is the lane's. */
    environmentId: text("environment_id").notNull(),
    name: text("name"),
    application: text("application"),
    kind: text("kind", { enum: ALERT_KINDS }).notNull(),
    detail: jsonb("detail").$type<AlertDetail>().notNull(),
    openedAt: instant("opened_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (table) => [
    uniqueIndex("one_open_alert")
      .on(table.accountId, table.region, table.environmentId, table.kind)
      .where(sql`${table.closedAt} is null`),
    index("alerts_by_opening").on(table.openedAt),
  ],
);

/** What is to be told to the webhook, written in the transaction of what it tells; the same id and body at each attempt. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    body: text("body").notNull(),
    createdAt: instant("created_at").notNull(),
    state: text("state", { enum: ["waiting", "delivered", "given-up"] })
      .notNull()
      .default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    /** When it is tried next. Whoever tries it moves this past their own end first, so that nobody else does meanwhile. */
    dueAt: instant("due_at").notNull(),
    lastAttemptAt: instant("last_attempt_at"),
    httpStatus: integer("http_status"),
    /** Why the last attempt was no success. */
    error: text("error"),
    /** How the receiver's last answer began. */
    answer: text("answer"),
  },
  (table) => [
    index("webhook_deliveries_due")
      .on(table.dueAt)
      .where(sql`${table.state} = 'waiting'`),
    index("webhook_deliveries_by_time").on(table.createdAt),
  ],
);
