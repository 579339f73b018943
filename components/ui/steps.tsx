"use client";
import { Check, ChevronRight } from "lucide-react";
import Link from "next/link";
import { classes } from "./classes.ts";

export type Step = {
  key: string;
  label: string;
  /** Where it is; `null`: it cannot be gone to from here. */
  href: string | null;
  /** Goes there without asking the server; without it the link is followed. */
  onGo?: (() => void) | undefined;
};

function Mark({ number, isDone, isHere }: { number: number; isDone: boolean; isHere: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        "grid size-6 shrink-0 place-items-center rounded-full border text-sm font-semibold",
        isHere
          ? "border-accent bg-accent text-on-accent"
          : isDone
            ? "border-accent text-link"
            : "border-line-strong text-muted",
      )}
    >
      {isDone ? <Check className="size-3.5" strokeWidth={3} /> : number}
    </span>
  );
}

function StepList({ steps, here, doneLabel }: { steps: readonly Step[]; here: number; doneLabel: string }) {
  return (
    <ol className="flex flex-col gap-y-2 sm:flex-row sm:flex-wrap sm:items-center sm:gap-x-2">
      {steps.map(({ key, label, href, onGo }, index) => {
        const isHere = index === here;
        const isDone = index < here;
        const text = (
          <>
            <Mark number={index + 1} isDone={isDone} isHere={isHere} />
            <span>
              <span className="sr-only">{index + 1}. </span>
              {label}
              {isDone ? <span className="sr-only"> ({doneLabel})</span> : null}
            </span>
          </>
        );
        return (
          <li
            key={key}
            {...(isHere ? { "aria-current": "step" as const } : {})}
            className={classes("flex items-center gap-x-2", isHere ? "font-semibold" : "text-muted")}
          >
            {index === 0 ? null : (
              <ChevronRight aria-hidden="true" className="size-4 text-faint max-sm:hidden rtl:rotate-180" />
            )}
            {href === null || isHere ? (
              <span className="flex min-h-8 items-center gap-2">{text}</span>
            ) : (
              <Link
                href={href}
                prefetch={false}
                {...(onGo === undefined
                  ? {}
                  : {
                      onNavigate: (event) => {
                        event.preventDefault();
                        onGo();
                      },
                    })}
                className="flex min-h-8 items-center gap-2 rounded-control text-link underline-offset-3 hover:underline"
              >
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The steps of a task in order, with the present one marked; on a narrow screen folded to where one is. */
export function Steps({
  label,
  steps,
  current,
  position,
  doneLabel,
}: {
  label: string;
  steps: readonly Step[];
  /** The present step's key. */
  current: string;
  /** Where one is, in words: "Step 2 of 4: Plan". */
  position: string;
  doneLabel: string;
}) {
  const here = steps.findIndex(({ key }) => key === current);
  return (
    <nav aria-label={label}>
      <div className="max-sm:hidden">
        <StepList steps={steps} here={here} doneLabel={doneLabel} />
      </div>
      <details className="group/steps rounded-control border border-line bg-surface sm:hidden">
        <summary className="flex min-h-10 list-none items-center gap-1.5 px-3 font-semibold [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden="true" className="size-4 shrink-0 group-open/steps:rotate-90" />
          {position}
        </summary>
        <div className="border-t border-line px-3 py-2">
          <StepList steps={steps} here={here} doneLabel={doneLabel} />
        </div>
      </details>
    </nav>
  );
}
