import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Tags } from "#lib/imds/tags.ts";
import type { Estimate } from "#lib/rollouts/estimate.ts";
import type { Evidence, Gate } from "#lib/rollouts/gate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Acknowledgements, PauseReason } from "#lib/rollouts/rollout.ts";
import type { Before, Change, TargetState, Transition } from "#lib/rollouts/target.ts";
import type { Validation } from "#lib/rollouts/validation.ts";
import type { Recurrence, WindowScope } from "#lib/rollouts/window.ts";
import { instant, laneColumns } from "./schema-columns.ts";

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

/** Policies that people keep under names of their own. Only the name may change: what it stood for is in each rollout and in the audit log. */
export const savedPolicies = pgTable(
  "saved_policies",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    policy: jsonb("policy").$type<Policy>().notNull(),
    savedBy: text("saved_by").notNull(),
    savedAt: instant("saved_at").notNull(),
  },
  (table) => [uniqueIndex("one_saved_policy_per_name").on(sql`lower(${table.name})`)],
);

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
