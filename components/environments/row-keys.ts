"use client";
import { useCallback, useEffect, useRef } from "react";
import type { FocusEvent, KeyboardEvent, RefObject } from "react";

type RowKeys = {
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
};

type Options = {
  body: RefObject<HTMLElement | null>;
  count: number;
  /** How many rows Page Up and Page Down move by. */
  pageRows: () => number;
  onActive: (index: number) => void;
  scrollTo: (index: number) => void;
  onSelectLoaded: () => void;
};

function placeOf(target: EventTarget): { index: number; control: string } | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { control } = target.dataset;
  const index = target.closest<HTMLElement>("[data-index]")?.dataset["index"];
  return control === undefined || index === undefined ? undefined : { index: Number(index), control };
}

function stepOf(
  key: string,
  index: number,
  { count, pageRows }: Pick<Options, "count" | "pageRows">,
): number | undefined {
  switch (key) {
    case "ArrowDown":
      return index + 1;
    case "ArrowUp":
      return index - 1;
    case "PageDown":
      return index + pageRows();
    case "PageUp":
      return index - pageRows();
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

/**
 * Moves the focus between rows: arrows, Page Up and Down, Home and End from a row's control to the same one in another
 * row, left and right between a row's controls, Ctrl or Cmd+A selects what is loaded. With Shift, Up and Down also click
 * the check box they leave towards, as a shift-click would.
 */
export function useRowKeys(options: Options): RowKeys {
  const { body, count, pageRows, onActive, scrollTo, onSelectLoaded } = options;
  const wanted = useRef<{ index: number; control: string; click: boolean } | null>(null);

  // After each render: the row to go to may only just have been rendered.
  useEffect(() => {
    const goal = wanted.current;
    if (goal === null) return;
    const row = body.current?.querySelector(`[data-index="${goal.index}"]`);
    const control =
      row?.querySelector<HTMLElement>(`[data-control="${goal.control}"]`) ??
      row?.querySelector<HTMLElement>("[data-control]");
    if (!control) return;
    wanted.current = null;
    control.focus({ preventScroll: true });
    if (goal.click) control.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true }));
  });

  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => {
      const place = placeOf(event.target);
      if (place !== undefined) onActive(place.index);
    },
    [onActive],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const place = placeOf(event.target);
      if (place === undefined || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
        event.preventDefault();
        onSelectLoaded();
        return;
      }
      if (event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        const row = event.currentTarget.querySelector(`[data-index="${place.index}"]`);
        const controls = [...(row?.querySelectorAll<HTMLElement>("[data-control]") ?? [])];
        const at = controls.findIndex((control) => control.dataset["control"] === place.control);
        controls[at + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
        event.preventDefault();
        return;
      }
      const step = stepOf(event.key, place.index, { count, pageRows });
      if (step === undefined) return;
      event.preventDefault();
      const index = Math.min(Math.max(step, 0), count - 1);
      if (index === place.index) return;
      const click = event.shiftKey && place.control === "select" && event.key.startsWith("Arrow");
      wanted.current = { index, control: place.control, click };
      onActive(index);
      scrollTo(index);
    },
    [count, onActive, onSelectLoaded, pageRows, scrollTo],
  );

  return { onKeyDown, onFocus };
}
