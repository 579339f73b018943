import type { ExceptionStatus } from "#lib/imds/exception.ts";
import type { ExceptionView } from "#lib/queries/exceptions.ts";

/** What the screen can be narrowed to; an exception that expires soon is in force too. */
export const SHOWN = ["held", "expiring", "expired", "ended", "all"] as const;
export type Shown = (typeof SHOWN)[number];

const STATUSES: Record<Shown, readonly ExceptionStatus[]> = {
  held: ["active", "expiring"],
  expiring: ["expiring"],
  expired: ["expired"],
  ended: ["revoked", "extended"],
  all: ["active", "expiring", "expired", "revoked", "extended"],
};

/** Takes the address's word and gives what it stands for: what is in force, unless it is known. */
export function shownOf(word: string | null): Shown {
  return SHOWN.find((each) => each === word) ?? "held";
}

/** Takes an exception and tells whether it is among what is shown. */
export function isShown({ status }: Pick<ExceptionView, "status">, shown: Shown): boolean {
  return STATUSES[shown].includes(status);
}

/** Takes a text and gives the test whether an exception's scope, people, reason or id contains all its words. */
export function finds(text: string): (exception: ExceptionView) => boolean {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  return ({ id, scope, owner, reason, createdBy }) => {
    const covered =
      scope.kind === "environment"
        ? [scope.name, ...Object.values(scope.key)]
        : [...new URLSearchParams(scope.address).values()];
    const whole = [id, owner, reason, createdBy, ...covered].join(" ").toLowerCase();
    return words.every((word) => whole.includes(word));
  };
}

/** Takes exceptions and gives them in the order in which they want attention: in force by expiry, then the latest first. */
export function byAttention(exceptions: readonly ExceptionView[]): ExceptionView[] {
  const held = (each: ExceptionView) => isShown(each, "held");
  const inForce = exceptions.filter(held).toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until));
  return [...inForce, ...exceptions.filter((each) => !held(each))];
}
