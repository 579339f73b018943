"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import { AwsLines, AwsWords } from "./aws-words.tsx";
import { FailureLine } from "./failure-line.tsx";
import type { FailedTarget, FailureGroup } from "./groups.ts";
import { PermissionList } from "./permission-list.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";

function FailedLine({ target, reason }: FailedTarget) {
  const words = useRolloutWords();
  return (
    <details className="group/failed">
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
          <span className="line-clamp-2 text-sm group-open/failed:invisible">
            <FailureLine reason={reason} />
          </span>
        </span>
      </summary>
      <div className="space-y-2 pb-2 pl-5.5">
        <p>{words.fail(reason)}</p>
        {reason.kind === "refused" ? <AwsWords failure={reason.failure} /> : null}
        {"words" in reason ? <AwsLines words={reason.words} /> : null}
        <TextLink href={paths.environmentInstances(target)} prefetch={false}>
          {target.name}
        </TextLink>
      </div>
    </details>
  );
}

const SHOWN = 50;

/** Environments that failed for one cause: what to do about it once, and each one with AWS's words. */
export function FailureGroupView({ group }: { group: FailureGroup }) {
  const t = useTranslations("rollouts");
  const template = useTranslations("instances.template");
  return (
    <li className="space-y-2 py-3">
      <StatusIndicator kind="error" wrap>
        <span className="font-semibold">
          {t(`cause.${group.advice}`)} ({group.failed.length})
        </span>
      </StatusIndicator>
      <div className="max-w-[100ch] space-y-2 pl-5.5">
        <p>{t(`advice.${group.advice}`)}</p>
        {group.advice === "permissions" ? (
          <PermissionList onResource={(resource) => template("resource", { resource })} />
        ) : null}
      </div>
      <ul className="divide-y divide-line border-y border-line">
        {group.failed.slice(0, SHOWN).map(({ target, reason }) => (
          <li key={target.id}>
            <FailedLine target={target} reason={reason} />
          </li>
        ))}
      </ul>
    </li>
  );
}
