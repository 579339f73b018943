"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { environmentQuery } from "#lib/queries/environment.ts";
import { RequestFailure } from "#lib/queries/fetch-json.ts";

/** Has an open page say so once AWS no longer lists its environment: what was read before would look true for ever. */
export function LeaveWhenGone({ environmentKey }: { environmentKey: EnvironmentKey }) {
  const router = useRouter();
  const { error } = useQuery(environmentQuery(environmentKey));
  const isGone = error instanceof RequestFailure && error.failure.code === "unknown-environment";
  useEffect(() => {
    if (isGone) router.refresh();
  }, [isGone, router]);
  return null;
}
