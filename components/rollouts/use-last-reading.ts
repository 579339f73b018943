"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { rolloutKeys } from "#lib/queries/rollout-keys.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { RolloutStatus } from "#lib/rollouts/rollout.ts";

/**
 * Reads a rollout's parts once more when it has ended before the reader's eyes. They are read apart from how it stands: the last
 * answer, or one that is on its way, may be of a moment before, and nobody asks again.
 */
export function useLastReading(id: string, status: RolloutStatus | undefined): void {
  const client = useQueryClient();
  const wasUnderWay = useRef(false);
  useEffect(() => {
    if (status === undefined) return;
    const isParts = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.length > rolloutKeys.one(id).length;
    if (wasUnderWay.current && !isUnderWay(status))
      void client.invalidateQueries({ queryKey: rolloutKeys.one(id), predicate: isParts });
    wasUnderWay.current = isUnderWay(status);
  }, [client, id, status]);
}
