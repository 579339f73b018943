CREATE TABLE "accounts" (
	"account_id" text PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"source" text NOT NULL,
	"state" text,
	"role_arn" text,
	"regions" jsonb NOT NULL,
	"failure" jsonb,
	"failed_at" timestamp with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"discovered_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_readings" (
	"id" text PRIMARY KEY NOT NULL,
	"last_success_at" timestamp with time zone,
	"failure" jsonb,
	"failed_at" timestamp with time zone
);
