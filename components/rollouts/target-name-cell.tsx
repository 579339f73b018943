"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { classes } from "#components/ui/classes.ts";
import { RowHeaderCell } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import type { NamedTarget } from "./target-table.tsx";

type TargetNameCellProps = { target: NamedTarget; isOpen: boolean | null; onToggle: (id: string) => void };

/** Which environment a row is about, with the button that unfolds it; on narrow screens its place, too. */
export function TargetNameCell({ target, isOpen, onToggle }: TargetNameCellProps) {
  const t = useTranslations("rollouts.running");
  return (
    <RowHeaderCell className="py-1.5">
      <span className="flex items-start gap-1">
        {isOpen === null ? null : (
          <button
            type="button"
            aria-expanded={isOpen}
            {...(isOpen ? { "aria-controls": `details-${target.id}` } : {})}
            aria-label={t("details", { name: target.name })}
            onClick={() => onToggle(target.id)}
            className="-ml-1.5 grid size-6 shrink-0 place-items-center rounded-control text-muted hover:bg-pressed hover:text-ink"
          >
            <ChevronRight
              aria-hidden="true"
              className={classes("size-4 transition-transform", isOpen && "rotate-90")}
            />
          </button>
        )}
        <span className="min-w-0 pt-px">
          <TextLink href={paths.environmentInstances(target)} prefetch={false} translate="no">
            {target.name}
          </TextLink>
          <span className="block text-sm font-normal text-muted">
            <span className="hidden md:inline">{target.application}</span>
            <span className="md:hidden">
              {target.accountLabel} · {target.region}
            </span>
          </span>
        </span>
      </span>
    </RowHeaderCell>
  );
}
