"use client";
import { cloneElement, useId, useState } from "react";
import type { ComponentProps, KeyboardEvent, ReactElement } from "react";

/** What a box that floats beside its button is told; the id is the box's, the button's has `-opener` behind it. */
export type OpenerBox = {
  id: string;
  opener: HTMLButtonElement | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

type OpenerOptions = {
  trigger: ReactElement<ComponentProps<"button">>;
  kind: "menu" | "dialog";
  /** Fetches the box's code. */
  load: () => Promise<unknown>;
};

/**
 * Takes a button and gives it as one that opens a box, and what the box is told: `null` until the button is first pointed at,
 * has the focus or is pressed. Most page views open none, so none is part of the page; the button stays the same when it comes.
 */
export function useOpener({ trigger, kind, load }: OpenerOptions): { button: ReactElement; box: OpenerBox | null } {
  const id = useId();
  const [opener, setOpener] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  // One that cannot be fetched is fetched again, and reported, when it is opened.
  const fetchAhead = () =>
    void load().then(
      () => setWanted(true),
      () => undefined,
    );
  const show = (next: boolean) => {
    if (next) setWanted(true);
    setOpen(next);
  };
  const button = cloneElement(trigger, {
    id: `${id}-opener`,
    ref: setOpener,
    "aria-haspopup": kind,
    "aria-expanded": open,
    "aria-controls": open ? id : undefined,
    onPointerEnter: fetchAhead,
    onFocus: fetchAhead,
    onClick: () => show(!open),
    onKeyDown: (event: KeyboardEvent) => {
      if (kind !== "menu" || event.key !== "ArrowDown") return;
      event.preventDefault();
      show(true);
    },
  });
  return { button, box: wanted ? { id, opener, open, onOpenChange: show } : null };
}
