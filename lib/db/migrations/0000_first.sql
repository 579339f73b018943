CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"actor_role" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "environment_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"severity" text NOT NULL,
	"message" text NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"name" text NOT NULL,
	"application" text NOT NULL,
	"arn" text,
	"description" text,
	"platform_key" text NOT NULL,
	"platform" text NOT NULL,
	"platform_arn" text,
	"tier" text NOT NULL,
	"status" text NOT NULL,
	"health" text NOT NULL,
	"health_status" text,
	"abortable" boolean NOT NULL,
	"cname" text,
	"version_label" text,
	"date_created" timestamp with time zone,
	"date_updated" timestamp with time zone,
	"scanned_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || application || ' ' || environment_id || ' ' || platform || ' ' || coalesce(description, '') || ' ' || coalesce(cname, ''))) STORED NOT NULL,
	"option_value" text,
	"settings_read_at" timestamp with time zone,
	"settings_date_updated" timestamp with time zone,
	"replacement" jsonb DEFAULT '{"kind":"unknown"}'::jsonb NOT NULL,
	"launch_kind" text,
	"draft_status" text,
	"instances" jsonb,
	"instances_read_at" timestamp with time zone,
	"configured" text NOT NULL,
	"configured_is_default" boolean NOT NULL,
	"effective" text NOT NULL,
	"drift" boolean NOT NULL,
	"instance_count" integer NOT NULL,
	"required_count" integer NOT NULL,
	CONSTRAINT "environments_account_id_region_environment_id_pk" PRIMARY KEY("account_id","region","environment_id")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"account_label" text NOT NULL,
	"role_arn" text,
	"identity_arn" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"scan_state" text DEFAULT 'never' NOT NULL,
	"scan_phase" text,
	"calls_done" integer DEFAULT 0 NOT NULL,
	"calls_known" integer DEFAULT 0 NOT NULL,
	"scan_started_at" timestamp with time zone,
	"scan_touched_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"failure" jsonb,
	"failed_at" timestamp with time zone,
	"http_tokens_enforced" boolean,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"engine_failure" jsonb,
	"engine_failed_at" timestamp with time zone,
	CONSTRAINT "lanes_account_id_region_pk" PRIMARY KEY("account_id","region")
);
--> statement-breakpoint
CREATE TABLE "platforms" (
	"region" text NOT NULL,
	"platform_key" text NOT NULL,
	"supported" boolean NOT NULL,
	"default_value" text,
	"change_severity" text,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "platforms_region_platform_key_pk" PRIMARY KEY("region","platform_key")
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_by" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"stop_requested_at" timestamp with time zone,
	"cap_per_lane" integer NOT NULL,
	"plan_hash" text NOT NULL,
	"based_on" uuid
);
--> statement-breakpoint
CREATE TABLE "session_epochs" (
	"subject" text PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rollout_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"name" text NOT NULL,
	"application" text NOT NULL,
	"change" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"status" text NOT NULL,
	"holds" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "status_is_the_states" CHECK (status = state->>'status'),
	CONSTRAINT "only_unfinished_targets_hold" CHECK (not holds or status in ('pending', 'applying', 'updating', 'verifying'))
);
--> statement-breakpoint
CREATE TABLE "transitions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"target_id" uuid NOT NULL,
	"rollout_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"transition" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_rollout_id_rollouts_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollouts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transitions" ADD CONSTRAINT "transitions_target_id_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_by_time" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "environment_events_once" ON "environment_events" USING btree ("account_id","region","environment_id","at",md5("message"));--> statement-breakpoint
CREATE INDEX "environments_by_name" ON "environments" USING btree (lower("name")) WHERE "environments"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "environments_of_platform" ON "environments" USING btree ("region","platform_key");--> statement-breakpoint
CREATE INDEX "rollouts_by_creation" ON "rollouts" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "targets_of_rollout" ON "targets" USING btree ("rollout_id");--> statement-breakpoint
CREATE INDEX "targets_of_environment" ON "targets" USING btree ("account_id","region","environment_id");--> statement-breakpoint
CREATE INDEX "targets_unfinished" ON "targets" USING btree ("account_id","region") WHERE "targets"."holds";--> statement-breakpoint
CREATE UNIQUE INDEX "one_unfinished_rollout_per_environment" ON "targets" USING btree ("account_id","region","environment_id") WHERE "targets"."holds";--> statement-breakpoint
CREATE INDEX "transitions_of_target" ON "transitions" USING btree ("target_id","id");--> statement-breakpoint
CREATE INDEX "transitions_of_rollout" ON "transitions" USING btree ("rollout_id","id");