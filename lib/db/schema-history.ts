import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { AlertDetail } from "#lib/imds/alert.ts";
import { ALERT_KINDS } from "#lib/imds/alert.ts";
import { CHANGED_PARTS } from "#lib/imds/history.ts";
import type { PostureCounts, PostureWords } from "#lib/imds/history.ts";
import { instant, laneColumns } from "./schema-columns.ts";

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
