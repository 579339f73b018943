ALTER TABLE "rollouts" ADD COLUMN "estimate" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "tags" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "validation" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "use_accepted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "targets_unvalidated" ON "targets" USING btree ("rollout_id") WHERE "targets"."validation" is null and "targets"."status" = 'pending';--> statement-breakpoint
-- Who started or scheduled these saw how much IMDSv1 was in use there, and went on.
UPDATE "targets" SET "use_accepted" = true WHERE "holds";
