CREATE TABLE "instance_use" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"environment_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"metric" text NOT NULL,
	"launched_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"days" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_at" timestamp with time zone,
	CONSTRAINT "instance_use_account_id_region_instance_id_metric_pk" PRIMARY KEY("account_id","region","instance_id","metric")
);
--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "use_evidence" jsonb;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "use_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "change_refused" jsonb;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "imds_use" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "imds_calls" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "readiness" text DEFAULT 'no-evidence' NOT NULL;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "metrics_failure" jsonb;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "metrics_failed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "instance_use_of_environment" ON "instance_use" USING btree ("account_id","region","environment_id");