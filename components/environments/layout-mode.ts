"use client";
import { useSyncExternalStore } from "react";

/** How tall rows are before they are measured, in px, by the table's width in rem; as in environments-table.module.css. */
const HEIGHTS: readonly { from: number; height: number }[] = [
  { from: 92, height: 37 },
  { from: 44, height: 59 },
  { from: 0, height: 183 },
];

const SERVER_HEIGHT = 59;

function subscribe(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

/** Takes the table's element and gives a row's likely height in px, so that the scroll bar is right before rows were measured. */
export function useRowEstimate(table: HTMLElement | null): number {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (table === null) return SERVER_HEIGHT;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const scale = rem / 16;
      const width = table.clientWidth / rem;
      const height = HEIGHTS.find(({ from }) => width >= from)?.height ?? SERVER_HEIGHT;
      return Math.round(height * scale);
    },
    () => SERVER_HEIGHT,
  );
}
