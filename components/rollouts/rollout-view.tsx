"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { paths } from "#lib/paths.ts";
import { rolloutProgressQuery } from "#lib/queries/rollout-progress.ts";
import { rolloutQuery } from "#lib/queries/rollouts.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { Progress } from "./progress.tsx";
import { Report } from "./report.tsx";
import { Review } from "./review.tsx";
import { Scheduled } from "./scheduled.tsx";
import { RolloutStatusMark } from "./status.tsx";
import { useLastReading } from "./use-last-reading.ts";
import { useRolloutWords } from "./use-rollout-words.ts";

/** What stands where a rollout is on its way. */
function Loading() {
  const t = useTranslations("rollouts");
  return (
    <div aria-busy="true" className="space-y-3">
      <p className="sr-only">{t("loading")}</p>
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}

/** A draft is reviewed whole. */
function Draft({ id, access }: { id: string; access: Access }) {
  const t = useTranslations("rollouts");
  const { data, error, isPending, refetch } = useQuery(rolloutQuery(id));
  return (
    <>
      {isPending ? <Loading /> : null}
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{t("tryAgain")}</Button>} />
      {data === undefined ? null : <Review rollout={data} access={access} />}
    </>
  );
}

function Body({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  switch (rollout.status) {
    case "draft":
      return <Draft id={rollout.id} access={access} />;
    case "scheduled":
      return <Scheduled rollout={rollout} access={access} />;
    case "running":
    case "paused":
      return <Progress rollout={rollout} access={access} />;
    case "finished":
    case "stopped":
    case "discarded":
      return <Report rollout={rollout} access={access} />;
  }
}

function Header({ rollout }: { rollout: RolloutProgress }) {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  const who = rollout.startedBy ?? rollout.createdBy;
  return (
    <PageHeader
      title={words.change(rollout.change)}
      description={
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          <RolloutStatusMark rollout={rollout} />
          <span>{t(`kind.${rollout.kind}`)}</span>
          <span>
            {who} · <Time value={rollout.startedAt ?? rollout.createdAt} />
          </span>
          {rollout.basedOn === null ? null : (
            <TextLink href={paths.rollout(rollout.basedOn)}>{t("report.basedOn")}</TextLink>
          )}
        </span>
      }
    />
  );
}

/** One rollout: the review of a draft, the progress of a running one, the report of one that has ended. */
export function RolloutView({ id, access }: { id: string; access: Access }) {
  const t = useTranslations("rollouts");
  const { data, error, isPending, refetch } = useQuery(rolloutProgressQuery(id));
  useLastReading(id, data?.status);
  return (
    <>
      <div>
        <Breadcrumbs
          label={t("title")}
          items={[
            { href: paths.rollouts(), label: t("title") },
            { href: null, label: id.slice(0, 8) },
          ]}
        />
        {data === undefined ? null : <Header rollout={data} />}
      </div>
      {isPending ? <Loading /> : null}
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{t("tryAgain")}</Button>} />
      {data === undefined ? null : <Body rollout={data} access={access} />}
    </>
  );
}
