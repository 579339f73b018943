import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

const look = "text-link underline decoration-current/35 underline-offset-3 hover:decoration-current rounded-sm";

/** A link inside the product, in running text or a cell. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={classes(look, className)} />;
}

/** A link out of the product: a new tab, and `hint` (such as "opens in a new tab") says so. */
export function ExternalTextLink({ href, hint, children }: { href: string; hint: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={look}>
      {children}
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3.5 align-[-0.125em]" />
      <span className="sr-only"> ({hint})</span>
    </a>
  );
}
