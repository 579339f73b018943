"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import type { FailedTarget, FailureCause, FailureGroup } from "#lib/rollouts/failures.ts";
import { AwsLines, AwsWords } from "./aws-words.tsx";
import { FailureLine } from "./failure-line.tsx";
import { GateLine } from "./gate-line.tsx";
import { PermissionList } from "./permission-list.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";

/** What went wrong, whole: in plain words, and in AWS's. */
function CauseDetails({ cause }: { cause: FailureCause }) {
  const words = useRolloutWords();
  if (cause.kind === "gate")
    return (
      <p>
        <GateLine gate={{ kind: "failed", why: cause.why }} />
      </p>
    );
  const { reason } = cause;
  return (
    <>
      <p>{words.fail(reason)}</p>
      {reason.kind === "refused" ? <AwsWords failure={reason.failure} /> : null}
      {"words" in reason ? <AwsLines words={reason.words} /> : null}
    </>
  );
}

/** `isAlone`: nothing is gained by folding the one there is. */
function FailedLine({ target, isAlone }: { target: FailedTarget; isAlone: boolean }) {
  const { cause } = target;
  return (
    <details className="group/failed" open={isAlone}>
      <summary className="flex list-none items-start gap-1.5 rounded-control py-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open/failed:rotate-90"
        />
        <span className="grid min-w-0 flex-1 gap-x-4 md:grid-cols-[minmax(10rem,1fr)_minmax(0,3fr)]">
          <span className="font-medium" translate="no">
            {target.name}
            <span className="block text-sm font-normal text-muted">
              {target.accountLabel} · {target.region}
            </span>
          </span>
          <span className="line-clamp-2 text-sm group-open/failed:invisible max-md:group-open/failed:hidden print:hidden">
            {cause.kind === "gate" ? (
              <GateLine gate={{ kind: "failed", why: cause.why }} />
            ) : (
              <FailureLine reason={cause.reason} />
            )}
          </span>
        </span>
      </summary>
      <div className="space-y-2 pb-2 pl-5.5">
        <CauseDetails cause={cause} />
        <p>
          <TextLink href={paths.environmentInstances(target)} prefetch={false}>
            {target.name}
          </TextLink>
        </p>
      </div>
    </details>
  );
}

/** Environments that failed for one cause: what to do about it once, and each one with AWS's words. */
export function FailureGroupView({ group }: { group: FailureGroup }) {
  const t = useTranslations("rollouts");
  const more = useTranslations("progress.failures");
  const template = useTranslations("instances.template");
  const { advice, count, failed } = group;
  return (
    <li className="space-y-2 py-3">
      <StatusIndicator kind="error" wrap>
        <span className="font-semibold">
          {advice === "gate" ? more("causeGate") : t(`cause.${advice}`)} ({count})
        </span>
      </StatusIndicator>
      <div className="max-w-[100ch] space-y-2 pl-5.5">
        <p>{advice === "gate" ? more("adviceGate") : t(`advice.${advice}`)}</p>
        {advice === "permissions" ? (
          <PermissionList onResource={(resource) => template("resource", { resource })} />
        ) : null}
      </div>
      <ul className="divide-y divide-line border-y border-line">
        {failed.map((target) => (
          <li key={target.id}>
            <FailedLine target={target} isAlone={count === 1} />
          </li>
        ))}
      </ul>
      {failed.length < count ? (
        <p className="text-sm text-muted">{more("more", { shown: failed.length, count })}</p>
      ) : null}
    </li>
  );
}
