"use client";
import * as Radix from "radix-ui/tooltip";
import { useState } from "react";
import type { ReactElement, ReactNode } from "react";
import { landmarkOf } from "./landmark.ts";

/** A short addition to what is seen, on hover and on focus. Never the only place of something a person needs. */
export function Tooltip({
  text,
  side = "bottom",
  children,
}: {
  text: ReactNode;
  side?: "top" | "bottom" | "left" | "right" | undefined;
  children: ReactElement;
}) {
  const [container, setContainer] = useState<HTMLElement | null>(null);
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root onOpenChange={(open) => open && setContainer(landmarkOf(null))}>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal container={container}>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-72 rounded-control border border-bar-line bg-bar px-2 py-1 text-xs text-ink shadow-pop scheme-dark animate-fade"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
