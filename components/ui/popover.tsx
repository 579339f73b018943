"use client";
import dynamic from "next/dynamic";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { useOpener } from "./use-opener.ts";

const load = async () => (await import("./popover-box.tsx")).PopoverBox;
const PopoverBox = dynamic(load, { ssr: false });

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<"button">>;
  /** The name of the box for screen readers. */
  label: string;
  align?: "start" | "center" | "end" | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/**
 * A box with content beside its button; closes by Escape and by a click outside, and does not trap focus. Fetched when the
 * button is first pointed at or has the focus.
 */
export function Popover({ trigger, label, align = "start", className, children }: PopoverProps) {
  const { button, box } = useOpener({ trigger, kind: "dialog", load });
  return (
    <>
      {button}
      {box === null ? null : (
        <PopoverBox {...box} label={label} align={align} className={className}>
          {children}
        </PopoverBox>
      )}
    </>
  );
}
