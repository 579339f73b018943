"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";

/** The rollouts that undo or try again what this one did, each with how it stands. */
export function FollowUps({ rollout }: { rollout: Pick<RolloutProgress, "followUps"> }) {
  const t = useTranslations("rollouts.report");
  const words = useTranslations("rollouts.status");
  if (rollout.followUps.length === 0) return null;
  return (
    <Alert kind="info" header={t("followUps")}>
      <ul>
        {rollout.followUps.map(({ id, kind, status }) => (
          <li key={id}>
            <TextLink href={paths.rollout(id)} prefetch={false}>
              {t(`followUp.${kind === "undo" || kind === "retry" ? kind : "other"}`, { id: id.slice(0, 8) })}
            </TextLink>{" "}
            · {words(status)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
