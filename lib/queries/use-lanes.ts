"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { requestScan } from "#lib/actions/request-scan.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { environmentKeys } from "./environments.ts";
import { laneKeys, lanesQuery } from "./lanes.ts";

/** Stands for everything a scan can have stored since: when it moves, the list of environments is out of date. */
function progressOf(lanes: readonly LaneView[]): string {
  return lanes
    .map(({ scan, lastSuccessAt, failure, environmentCount }) => {
      const calls = scan.kind === "scanning" ? scan.callsDone : 0;
      return [calls, lastSuccessAt, failure?.at, environmentCount].join();
    })
    .join(";");
}

/** Gives the lanes, and has the list of environments asked for again whenever a scan stored something. */
export function useLanes() {
  const client = useQueryClient();
  const lanes = useQuery(lanesQuery());
  const progress = lanes.data === undefined ? undefined : progressOf(lanes.data);
  const seen = useRef(progress);
  useEffect(() => {
    if (progress === undefined || progress === seen.current) return;
    const first = seen.current === undefined;
    seen.current = progress;
    if (first) return;
    void client.invalidateQueries({ queryKey: environmentKeys.lists });
    void client.invalidateQueries({ queryKey: environmentKeys.allFacets });
  }, [client, progress]);
  return lanes;
}

/** A scan that was asked for, and what became of that. */
export type RequestScan = ReturnType<typeof useRequestScan>;

/** Asks for scans of lanes; resolves to what the action answered, refusals included. */
export function useRequestScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lanes: LaneKey[] | "all" | "failing") => requestScan({ lanes }),
    onSettled: () => client.invalidateQueries({ queryKey: laneKeys.all }),
  });
}
