CREATE TABLE "change_windows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"scope" jsonb NOT NULL,
	"recurrence" jsonb NOT NULL,
	"zone" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_by" text,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "start_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "start_zone" text;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "window_override" text;--> statement-breakpoint
CREATE INDEX "rollouts_scheduled" ON "rollouts" USING btree ("start_at") WHERE "rollouts"."status" = 'scheduled';
--> statement-breakpoint
-- An ended window stays on record: what a rollout waited for can be looked up.
CREATE TRIGGER change_windows_are_not_deleted BEFORE DELETE ON "change_windows" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER change_windows_are_not_emptied BEFORE TRUNCATE ON "change_windows" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
