CREATE TABLE "halts" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "only_one_halt" CHECK (one)
);
--> statement-breakpoint
CREATE TABLE "waves" (
	"rollout_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"label" text,
	"bake_minutes" integer NOT NULL,
	"opened_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"evidence_due_at" timestamp with time zone,
	"passed_at" timestamp with time zone,
	"passed_by" text,
	CONSTRAINT "waves_rollout_id_number_pk" PRIMARY KEY("rollout_id","number")
);
--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "abort_requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "pause" jsonb;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "policy" jsonb;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "acknowledgements" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "wave" integer;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "evidence" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "gate" jsonb;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "failure_accepted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "waves" ADD CONSTRAINT "waves_rollout_id_rollouts_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollouts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rollouts_under_way" ON "rollouts" USING btree ("id") WHERE "rollouts"."status" in ('running', 'paused');--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "a_pause_has_a_reason" CHECK ((status = 'paused') = (pause is not null));
--> statement-breakpoint
CREATE INDEX "waves_baking" ON "waves" USING btree ("rollout_id") WHERE "waves"."ended_at" is not null and "waves"."passed_at" is null;--> statement-breakpoint
-- What was planned before there were policies goes on as it was: one wave, no bake, no tolerance, its cap per lane.
UPDATE "rollouts" SET "policy" = jsonb_build_object(
  'name', 'none',
  'canary', '{"kind": "none"}'::jsonb,
  'waves', '{"by": "all"}'::jsonb,
  'regions', '{"run": "parallel", "order": []}'::jsonb,
  'cap', jsonb_build_object('perLane', "cap_per_lane", 'inAll', null),
  'bakeMinutes', '{"canary": 0, "wave": 0}'::jsonb,
  'tolerance', '{"perLane": null, "inAll": null, "mode": "strict"}'::jsonb
);--> statement-breakpoint
ALTER TABLE "rollouts" ALTER COLUMN "policy" SET NOT NULL;--> statement-breakpoint
UPDATE "targets" SET "wave" = 0;--> statement-breakpoint
INSERT INTO "waves" ("rollout_id", "number", "kind", "bake_minutes", "opened_at", "ended_at", "passed_at")
  SELECT "id", 0, 'wave', 0, "started_at", "finished_at", "finished_at" FROM "rollouts";--> statement-breakpoint
ALTER TABLE "rollouts" DROP COLUMN "cap_per_lane";
