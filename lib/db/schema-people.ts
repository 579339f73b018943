import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { instant } from "./schema-columns.ts";

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
