"use client";
import { useSuspenseQuery } from "@tanstack/react-query";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { environmentQuery } from "#lib/queries/environment.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";

/** Takes a key and gives what is stored of that environment; the page has it ready before this first runs. */
export function useEnvironment({ accountId, region, environmentId }: EnvironmentKey): EnvironmentAnswer {
  return useSuspenseQuery(environmentQuery({ accountId, region, environmentId })).data;
}
