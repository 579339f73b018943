DROP INDEX "targets_of_rollout";--> statement-breakpoint
CREATE INDEX "audit_by_subject" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "targets_by_status" ON "targets" USING btree ("rollout_id","status");