CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"name" text,
	"application" text,
	"kind" text NOT NULL,
	"detail" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "lane_history" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"began_at" timestamp with time zone,
	"read_since" timestamp with time zone,
	"failed_scans" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	CONSTRAINT "lane_history_account_id_region_pk" PRIMARY KEY("account_id","region")
);
--> statement-breakpoint
CREATE TABLE "noted_postures" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"configured" text NOT NULL,
	"effective" text NOT NULL,
	"drift" boolean NOT NULL,
	"gone" boolean DEFAULT false NOT NULL,
	"drifted_at" timestamp with time zone,
	"waiting_since" timestamp with time zone,
	CONSTRAINT "noted_postures_account_id_region_environment_id_pk" PRIMARY KEY("account_id","region","environment_id")
);
--> statement-breakpoint
CREATE TABLE "posture_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"name" text NOT NULL,
	"application" text NOT NULL,
	"what" text[] NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"seen_at" timestamp with time zone NOT NULL,
	"rollout_id" uuid,
	"actor" text
);
--> statement-breakpoint
CREATE TABLE "posture_samples" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"last_attempt_at" timestamp with time zone,
	"http_status" integer,
	"error" text,
	"answer" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_alert" ON "alerts" USING btree ("account_id","region","environment_id","kind") WHERE "alerts"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_by_opening" ON "alerts" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "posture_changes_of_environment" ON "posture_changes" USING btree ("account_id","region","environment_id","id");--> statement-breakpoint
CREATE INDEX "posture_changes_by_time" ON "posture_changes" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "posture_samples_of_lane" ON "posture_samples" USING btree ("account_id","region","from_at");--> statement-breakpoint
CREATE INDEX "posture_samples_by_end" ON "posture_samples" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("due_at") WHERE "webhook_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_time" ON "webhook_deliveries" USING btree ("created_at");
