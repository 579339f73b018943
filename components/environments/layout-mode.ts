"use client";
import { useLayoutEffect, useState } from "react";

/** How tall rows are before they are measured, in px, by the table's width in rem; as in environments-table.module.css. */
const HEIGHTS: readonly { from: number; height: number }[] = [
  { from: 101.5, height: 39 },
  { from: 61, height: 59 },
  { from: 44, height: 80 },
  { from: 0, height: 213 },
];

const SERVER_HEIGHT = 59;

function estimateOf(width: number): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const height = HEIGHTS.find(({ from }) => width / rem >= from)?.height ?? SERVER_HEIGHT;
  return Math.round((height * rem) / 16);
}

/**
 * Takes the table's element and gives a row's likely height in px, so that the scroll bar is right before rows were
 * measured. Looked up when the width changes only: asking for it while scrolling would lay the page out twice.
 */
export function useRowEstimate(table: HTMLElement | null): number {
  const [estimate, setEstimate] = useState(SERVER_HEIGHT);
  useLayoutEffect(() => {
    if (table === null) return undefined;
    const measure = () => setEstimate(estimateOf(table.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(table);
    return () => observer.disconnect();
  }, [table]);
  return estimate;
}
