"use client";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { AwsWords } from "#components/rollouts/aws-words.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Time } from "#components/ui/time.tsx";
import { useRefreshEnvironment } from "#lib/queries/environment.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";

const PARTS = ["environment", "setting", "platform", "instances"] as const;

/** How old what is shown is, the way to read it again, and why the last scan failed if it did. */
export function ReadingAge({ answer }: { answer: EnvironmentAnswer }) {
  const t = useTranslations("instances.age");
  const announce = useAnnounce();
  const { environment, lane } = answer;
  const refresh = useRefreshEnvironment(environment);
  const times: Record<(typeof PARTS)[number], string | null> = {
    environment: environment.scannedAt,
    setting: environment.settingsReadAt,
    platform: environment.platformReadAt,
    instances: environment.instancesReadAt,
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        {PARTS.map((part) => (
          <span key={part}>{t.rich(part, { when: () => <When value={times[part]} never={t("never")} /> })}</span>
        ))}
        <Button
          size="small"
          busy={refresh.isPending}
          icon={<RefreshCw aria-hidden="true" className="size-3.5" />}
          onClick={() => refresh.mutate(undefined, { onSuccess: () => announce(t("refreshed"), "refresh") })}
        >
          {t(refresh.isPending ? "refreshing" : "refresh")}
        </Button>
      </div>
      <FailureAlert error={refresh.error} />
      {lane?.failure ? (
        <Alert kind="warning" header={t("laneFailure")}>
          <AwsWords failure={lane.failure} />
        </Alert>
      ) : null}
    </div>
  );
}

function When({ value, never }: { value: string | null; never: string }) {
  return value === null ? never : <Time value={value} />;
}
