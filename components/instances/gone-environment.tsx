import { CircleOff } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { GoneEnvironment as Gone } from "#lib/imds/environment.ts";
import { paths } from "#lib/paths.ts";

/** An environment that AWS listed once: since when not, and who has its name now. */
export async function GoneEnvironment({ gone }: { gone: Gone }) {
  const t = await getTranslations("instances.gone");
  const { name, environmentId, goneAt, successorId } = gone;
  const successor = successorId === null ? null : paths.environment({ ...gone, environmentId: successorId });
  return (
    <EmptyState
      icon={<CircleOff aria-hidden="true" />}
      header={<h1 className="text-xl font-semibold">{t("title", { name })}</h1>}
      action={
        <>
          {successor === null ? null : (
            <ButtonLink variant="primary" href={successor}>
              {t("successor", { name })}
            </ButtonLink>
          )}
          <ButtonLink href={paths.environments()}>{t("list")}</ButtonLink>
        </>
      }
      className="py-16"
    >
      <p role="status">{t.rich("body", { id: environmentId, when: () => <Time value={goneAt} /> })}</p>
      {successorId === null ? null : <p className="mt-1">{t("reused", { name, id: successorId })}</p>}
    </EmptyState>
  );
}
