import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** A choice that is an address: a row of links of which one is the present page's. */
export function ChoiceLinks({
  label,
  choices,
}: {
  label: string;
  choices: readonly { key: string; href: string; isHere: boolean; label: ReactNode }[];
}) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-1">
        {choices.map(({ key, href, isHere, label: text }) => (
          <li key={key}>
            <Link
              href={href}
              scroll={false}
              {...(isHere ? { "aria-current": "true" as const } : {})}
              className={classes(
                "inline-flex min-h-7 items-center rounded-control border px-2.5 text-sm font-medium whitespace-nowrap pointer-coarse:min-h-9",
                isHere ? "border-accent bg-selected text-link" : "border-line-strong text-ink hover:bg-hover",
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
