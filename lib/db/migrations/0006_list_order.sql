DROP INDEX "environments_by_name";--> statement-breakpoint
CREATE INDEX "environments_by_name" ON "environments" USING btree (lower("name") collate "C","name" collate "C","account_id" collate "C","region" collate "C","environment_id" collate "C") WHERE "environments"."gone_at" is null;
