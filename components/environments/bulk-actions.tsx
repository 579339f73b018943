"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { AcceptForSelection } from "#components/exceptions/accept-for-selection.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import type { Methods } from "#lib/imds/posture.ts";
import { paths } from "#lib/paths.ts";
import { SELECTION_LIMIT, usePlanBulk } from "#lib/queries/environments.ts";
import { errorText, failureText } from "./failure-text.ts";
import { emptySelection, spanOf } from "./selection.ts";
import { changeSelection, useSelection } from "./selection-store.ts";
import { useListFilter } from "./use-list-filter.ts";

/** What is selected and what can be done with it; stays at the window's foot, where it is reached from any row. */
export function BulkActions({ role, readOnly }: { role: Role; readOnly: boolean }) {
  const t = useTranslations("environments");
  const router = useRouter();
  const plan = usePlanBulk();
  const selection = useSelection();
  const { filter } = useListFilter();
  const count = selection.keys.size;
  const { accounts, regions } = spanOf(selection);
  const start = async (methods: Methods) => {
    const { pathname } = window.location;
    const answer = await plan.mutateAsync({ keys: [...selection.keys.values()], methods }).catch(() => null);
    // Whoever went on meanwhile finds the draft among the rollouts.
    if (answer?.ok !== true || window.location.pathname !== pathname) return;
    router.push(paths.rollout(answer.value.rolloutId));
    changeSelection(() => emptySelection);
  };
  const refused =
    plan.data?.ok === false ? failureText(t, plan.data.failure) : plan.error === null ? null : errorText(t, plan.error);
  const reason = readOnly
    ? t("bulk.readOnly")
    : !atLeast(role, "author")
      ? t("bulk.role")
      : count > SELECTION_LIMIT
        ? t("bulk.tooMany", { count, limit: SELECTION_LIMIT })
        : null;
  const busyWith = plan.isPending ? plan.variables.methods : null;
  const button = (methods: Methods, label: string) => (
    <Button
      variant={methods === "v2-only" ? "primary" : "normal"}
      busy={busyWith === methods}
      disabled={busyWith !== null && busyWith !== methods}
      onClick={() => void start(methods)}
    >
      {busyWith === methods ? t("bulk.planning") : label}
    </Button>
  );
  return (
    <section
      aria-label={t("selection.label")}
      className="sticky bottom-3 z-20 space-y-2 rounded-panel border border-line-strong bg-raised px-4 py-2.5 shadow-pop animate-rise"
    >
      {refused === null ? null : (
        <Alert kind="error" live header={t("bulk.failed")}>
          <p>{refused}</p>
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="flex flex-1 flex-wrap items-baseline gap-x-2 sm:flex-none">
          <strong className="font-semibold">{t("selection.count", { count })}</strong>
          <span className="text-sm text-muted">
            {t("selection.span", { accounts: accounts.length, regions: regions.length })}
          </span>
        </p>
        <p
          className={classes(
            "min-w-0 text-sm text-muted max-sm:order-1 max-sm:w-full sm:flex-1 sm:basis-48",
            reason === null && "max-sm:sr-only",
          )}
        >
          {reason ?? t("bulk.next")}
        </p>
        <Button variant="link" onClick={() => changeSelection(() => emptySelection)} className="-mx-2">
          {t("selection.clear")}
        </Button>
        {reason === null ? (
          <div className="flex flex-wrap gap-2 max-sm:order-2 max-sm:w-full max-sm:*:flex-1 max-sm:*:px-1.5">
            <AcceptForSelection keys={[...selection.keys.values()]} filter={filter} access={{ role, readOnly }} />
            {button("v1-and-v2", t("bulk.allow"))}
            {button("v2-only", t("bulk.disable"))}
          </div>
        ) : null}
      </div>
    </section>
  );
}
