"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Box } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import { paths } from "#lib/paths.ts";
import { fetchJson } from "#lib/queries/fetch-json.ts";
import type { Entry } from "./palette-commands.ts";

type Found = {
  rows: Pick<EnvironmentRow, "accountId" | "region" | "environmentId" | "name" | "application" | "accountLabel">[];
};

function useSettled(text: string, milliseconds: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return settled;
}

/** Takes what was typed and gives the environments it finds, asking the server once typing pauses. */
export function useEnvironmentEntries(text: string): {
  entries: Entry[];
  busy: boolean;
  failed: boolean;
} {
  const router = useRouter();
  const wanted = useSettled(text.trim(), 150);
  const { data, isFetching, isError } = useQuery({
    queryKey: ["environments", "palette", wanted],
    queryFn: ({ signal }) => fetchJson<Found>(paths.environmentSearch(wanted, 8), { signal }),
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
  });
  if (text.trim() === "") return { entries: [], busy: false, failed: false };
  const entries = (data?.rows ?? []).map<Entry>((row) => ({
    id: `environment-${row.accountId}-${row.region}-${row.environmentId}`,
    group: "environments",
    label: row.name,
    note: [row.application, row.accountLabel, row.region, row.environmentId].join(" · "),
    icon: Box,
    run: () => router.push(paths.environment(row)),
  }));
  return { entries, busy: isFetching || wanted !== text.trim(), failed: isError };
}
