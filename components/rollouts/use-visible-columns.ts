"use client";
import { useEffect, useState } from "react";
import type { RefObject } from "react";

/** Takes a table's frame and how many columns it has, and gives how many of them the window's width leaves visible. */
export function useVisibleColumns(frame: RefObject<HTMLElement | null>, columns: number): number {
  const [visible, setVisible] = useState(columns);
  useEffect(() => {
    const box = frame.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => {
      // A hidden cell has no box.
      setVisible([...box.querySelectorAll("thead th")].filter((cell) => cell.getClientRects().length > 0).length);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [frame]);
  return visible;
}
