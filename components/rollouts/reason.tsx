"use client";
import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import { adviceOf } from "#lib/rollouts/advice.ts";
import type { FailReason, Target } from "#lib/rollouts/target.ts";
import { AwsLines, AwsWords } from "./aws-words.tsx";
import { PermissionList } from "./permission-list.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";

function FailureReason({ reason }: { reason: FailReason }) {
  const t = useTranslations("rollouts");
  const instances = useTranslations("instances.template");
  const words = useRolloutWords();
  const advice = adviceOf(reason);
  return (
    <div className="space-y-2">
      <p className="font-medium">{words.fail(reason)}</p>
      {reason.kind === "refused" ? <AwsWords failure={reason.failure} /> : null}
      {"words" in reason ? <AwsLines words={reason.words} /> : null}
      <p>{t(`advice.${advice}`)}</p>
      {advice === "permissions" ? (
        <PermissionList onResource={(resource) => instances("resource", { resource })} />
      ) : null}
    </div>
  );
}

/** Why a target ended as it did, in plain words with AWS's own, and what to do next. Nothing for one that went well. */
export function TargetReason({ target }: { target: Pick<Target, "state"> }) {
  const live = useTranslations("instances.live");
  const exceptions = useTranslations("exceptions");
  const words = useRolloutWords();
  const { state } = target;
  switch (state.status) {
    case "skipped":
      return <p>{words.skip(state.reason)}</p>;
    case "blocked":
      return (
        <div className="space-y-2">
          <p>
            {words.block(state.reason)}{" "}
            {state.reason.kind === "in-another-rollout" ? (
              <TextLink href={paths.rollout(state.reason.rolloutId)}>{live("openRollout")}</TextLink>
            ) : null}
            {state.reason.kind === "excepted" ? (
              <TextLink href={paths.exceptions(state.reason.exceptionId)}>{exceptions("note.open")}</TextLink>
            ) : null}
          </p>
          {state.reason.kind === "invalid" ? (
            <AwsLines words={state.reason.messages.map(({ message }) => message)} />
          ) : null}
          {"failure" in state.reason ? <AwsWords failure={state.reason.failure} /> : null}
        </div>
      );
    case "failed":
      return <FailureReason reason={state.reason} />;
    case "pending":
    case "applying":
    case "updating":
    case "verifying":
    case "succeeded":
      return null;
  }
}
