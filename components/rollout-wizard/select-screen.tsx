"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useSelection } from "#components/environments/selection-store.ts";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { DenialNote } from "#components/rollouts/denial-note.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Radio } from "#components/ui/radio.tsx";
import { paths } from "#lib/paths.ts";
import { addressOf, firstPageQuery, SELECTION_LIMIT } from "#lib/queries/environments.ts";
import { usePlanRollout } from "#lib/queries/rollouts.ts";
import { ByFilter } from "./by-filter.tsx";
import { ByPaste } from "./by-paste.tsx";
import { BySelection } from "./by-selection.tsx";
import { changeTo, DIRECTIONS, SOURCES } from "./selection-address.ts";
import type { Source } from "./selection-address.ts";
import { StepForm } from "./step-form.tsx";
import { StepHeading } from "./step-heading.tsx";
import { usePasted } from "./use-pasted.ts";
import { useSelectionChoice } from "./use-selection-choice.ts";
import type { Wish } from "./wish.ts";
import { WizardSteps } from "./wizard-steps.tsx";

const ADVICE = { filter: "tooManyFilter", selection: "tooManySelection", paste: "tooManyPaste" } as const;

/** The first step to a rollout: which environments, and what is to become of their setting. */
export function SelectScreen({ access }: { access: Access }) {
  const t = useTranslations("wizard");
  const rollouts = useTranslations("rollouts");
  const denial = denialOf(access, "author", "change");
  return (
    <>
      <div>
        <Breadcrumbs
          label={rollouts("title")}
          items={[
            { href: paths.rollouts(), label: rollouts("title") },
            { href: null, label: t("title") },
          ]}
        />
        <PageHeader title={t("title")} description={t("lead")} />
      </div>
      <WizardSteps current="select" places={{}} />
      <StepHeading step="select">{t("select.title")}</StepHeading>
      {denial === null ? <SelectStep /> : <DenialNote denial={denial} role={access.role} />}
    </>
  );
}

function SelectStep() {
  const t = useTranslations("wizard.select");
  const wizard = useTranslations("wizard");
  const router = useRouter();
  const name = useId();
  const { choice, change, narrow } = useSelectionChoice();
  const selection = useSelection();
  const pasted = usePasted();
  const plan = usePlanRollout();
  const [isAsked, setAsked] = useState(false);
  const { filter, direction, replaces } = choice;
  const source: Source = choice.source ?? (selection.keys.size > 0 ? "selection" : "filter");
  const address = addressOf(filter);
  const first = useQuery(firstPageQuery(address));

  const wishOf: Record<Source, Wish> = {
    filter: {
      count: first.isPlaceholderData ? null : (first.data?.matched ?? null),
      targets: { kind: "filter", address },
    },
    selection: { count: selection.keys.size, targets: { kind: "keys", keys: [...selection.keys.values()] } },
    paste: {
      count: pasted.results === null ? null : pasted.chosen.length,
      targets: { kind: "keys", keys: pasted.chosen },
    },
  };
  const { count, targets } = wishOf[source];
  // Planned is on its way to the plan: a second press would make a second draft.
  const isPlanning = plan.isPending || plan.isSuccess;
  const isTooMany = count !== null && count > SELECTION_LIMIT;
  const next = () => {
    setAsked(true);
    if (source === "paste" && pasted.results === null) pasted.find();
    if (count === null || count === 0 || isTooMany || isPlanning) return;
    plan.mutate(
      { targets, change: changeTo(direction), replaces },
      { onSuccess: (rolloutId) => router.push(`${paths.rollout(rolloutId)}?step=plan`) },
    );
  };
  const choose = (chosen: Source) => {
    setAsked(false);
    change({ source: chosen });
  };
  return (
    <>
      <Panel level={3} header={t("source")} description={t("limit", { limit: SELECTION_LIMIT })}>
        <div className="space-y-5">
          <fieldset className="grid gap-x-8 gap-y-2 lg:grid-cols-3">
            <legend className="sr-only">{t("source")}</legend>
            {SOURCES.map((each) => (
              <Radio
                key={each}
                name={`${name}-source`}
                label={t(`sources.${each}`)}
                hint={t(`sources.${each}Hint`)}
                checked={source === each}
                onChoose={() => choose(each)}
              />
            ))}
          </fieldset>
          {source === "filter" ? <ByFilter filter={filter} onChange={narrow} /> : null}
          {source === "selection" ? <BySelection selection={selection} /> : null}
          {source === "paste" ? <ByPaste pasted={pasted} /> : null}
          {isTooMany ? (
            <Alert kind="warning" live header={t("tooMany", { count })}>
              <p>{t(ADVICE[source], { limit: SELECTION_LIMIT })}</p>
            </Alert>
          ) : null}
          {isAsked && (count === 0 || (source === "paste" && pasted.tokens.length === 0)) ? (
            <Alert kind="error" live header={t("none")} />
          ) : null}
        </div>
      </Panel>
      <StepForm
        onNext={next}
        buttons={
          <>
            <ButtonLink variant="link" href={paths.rollouts()}>
              {wizard("cancel")}
            </ButtonLink>
            <Button type="submit" variant="primary" busy={isPlanning}>
              {isPlanning ? wizard("planning") : wizard("next")}
            </Button>
          </>
        }
      >
        <Panel level={3} header={t("direction")}>
          <fieldset className="space-y-2">
            <legend className="sr-only">{t("direction")}</legend>
            {DIRECTIONS.map((each) => (
              <Radio
                key={each}
                name={`${name}-direction`}
                label={t(`directions.${each}`)}
                hint={t(`directions.${each}Hint`)}
                checked={direction === each}
                onChoose={() => change({ direction: each })}
              />
            ))}
          </fieldset>
        </Panel>
        <FailureAlert error={plan.error} />
      </StepForm>
    </>
  );
}
