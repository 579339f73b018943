CREATE TABLE "exception_ends" (
	"exception_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ended_by" text NOT NULL,
	"why" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exceptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"account_id" text,
	"region" text,
	"environment_id" text,
	"environment_name" text,
	"filter" text,
	"owner" text NOT NULL,
	"reason" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"extends" uuid,
	CONSTRAINT "exception_has_its_scope" CHECK (case scope when 'filter' then filter is not null and environment_id is null else filter is null and account_id is not null and region is not null and environment_id is not null and environment_name is not null end)
);
--> statement-breakpoint
ALTER TABLE "exception_ends" ADD CONSTRAINT "exception_ends_exception_id_exceptions_id_fk" FOREIGN KEY ("exception_id") REFERENCES "public"."exceptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exceptions" ADD CONSTRAINT "exceptions_extends_exceptions_id_fk" FOREIGN KEY ("extends") REFERENCES "public"."exceptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exceptions_by_expiry" ON "exceptions" USING btree ("until");--> statement-breakpoint
CREATE UNIQUE INDEX "one_extension_per_exception" ON "exceptions" USING btree ("extends");
--> statement-breakpoint
-- By hand from here: terms and ends are facts, so that who accepted what until when can be told of any moment.
CREATE TRIGGER exceptions_are_append_only BEFORE UPDATE OR DELETE ON "exceptions" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exceptions_are_not_emptied BEFORE TRUNCATE ON "exceptions" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exception_ends_are_append_only BEFORE UPDATE OR DELETE ON "exception_ends" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exception_ends_are_not_emptied BEFORE TRUNCATE ON "exception_ends" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
