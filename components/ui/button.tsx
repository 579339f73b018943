"use client";
import Link from "next/link";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";

type ButtonVariant = "primary" | "normal" | "link" | "danger" | "icon";
type ButtonSize = "normal" | "small";

const base =
  "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium select-none transition-colors duration-100 " +
  "disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";

const off = "disabled:opacity-55 aria-disabled:not-aria-busy:opacity-55 aria-busy:opacity-85";

const variants: Record<ButtonVariant, string> = {
  primary: `bg-accent text-on-accent hover:bg-accent-strong border border-transparent ${off}`,
  normal: `border border-line-strong bg-surface text-ink hover:bg-hover hover:border-ink active:bg-pressed ${off}`,
  danger: `bg-danger-fill text-on-danger hover:bg-danger-fill-strong border border-transparent ${off}`,
  link: `border border-transparent text-link hover:bg-hover hover:underline underline-offset-3 active:bg-pressed ${off}`,
  icon: `border border-transparent text-muted hover:bg-hover hover:text-ink active:bg-pressed aria-pressed:bg-selected aria-pressed:text-link ${off}`,
};

const sizes: Record<ButtonSize, Record<"text" | "icon", string>> = {
  normal: {
    text: "min-h-8 px-3 text-base pointer-coarse:min-h-10",
    icon: "size-8 shrink-0 pointer-coarse:size-10",
  },
  small: {
    text: "min-h-7 px-2 text-sm pointer-coarse:min-h-9",
    icon: "size-7 shrink-0 pointer-coarse:size-9",
  },
};

/** Gives the classes of a button, for elements that must look like one. */
function buttonClasses(variant: ButtonVariant = "normal", size: ButtonSize = "normal", className?: string): string {
  return classes(base, variants[variant], sizes[size][variant === "icon" ? "icon" : "text"], className);
}

type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  /** At work: keeps its place and focus, says so, and takes no further press. */
  busy?: boolean | undefined;
  icon?: ReactNode;
};

/** A button. With `variant="icon"` give it an `aria-label`; `type` is "button" unless said otherwise. */
export function Button({
  variant = "normal",
  size = "normal",
  busy = false,
  icon,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      {...(busy ? { "aria-disabled": true, "aria-busy": true } : {})}
      onClick={press}
      className={buttonClasses(variant, size, className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
};

/** A link that looks like a button: for going somewhere, not for doing something. */
export function ButtonLink({
  variant = "normal",
  size = "normal",
  icon,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={buttonClasses(variant, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
