ALTER TABLE "environments" ADD COLUMN "settings_failure" jsonb;
