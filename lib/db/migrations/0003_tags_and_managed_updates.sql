ALTER TABLE "environments" ADD COLUMN "managed_updates" jsonb;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "tags_from" text DEFAULT 'not-read' NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "tags_read_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "environments_by_tag" ON "environments" USING gin ("tags");