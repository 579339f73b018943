"use client";
import { useQuery } from "@tanstack/react-query";
import { rolloutWindowsQuery } from "#lib/queries/windows.ts";
import type { RolloutWindows } from "#lib/rollouts/window.ts";

/** Takes a rollout and gives what change windows say of it now; `undefined` until that is known. */
export function useRolloutWindows(rolloutId: string): RolloutWindows | undefined {
  return useQuery(rolloutWindowsQuery(rolloutId)).data;
}
