import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { createWindow } from "#lib/actions/create-window.ts";
import { editWindow } from "#lib/actions/edit-window.ts";
import { endWindow } from "#lib/actions/end-window.ts";
import type { ChangeWindow, RolloutWindows, WindowDraft, WindowOutlook } from "#lib/rollouts/window.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

/** What the page of change windows shows. */
export type WindowsAnswer = {
  at: string;
  outlooks: readonly WindowOutlook[];
  ended: readonly ChangeWindow[];
  /** What a window may be limited to, as far as this dashboard knows. */
  choices: {
    accounts: readonly { id: string; label: string }[];
    regions: readonly string[];
    applications: readonly string[];
  };
};

/** A start as the clock on the wall of a zone shows it: YYYY-MM-DDTHH:MM. */
export type WishedStart = { local: string; zone: string };

const windowKeys = {
  all: ["windows"] as const,
  list: ["windows", "list"] as const,
  // Among the rollout's own keys, so that what changes the rollout has it asked for again.
  rollout: (id: string, start: WishedStart | null) => ["rollouts", "one", id, "windows", start] as const,
};

const LIST_POLL = 30_000;
const ROLLOUT_POLL = 15_000;

/** The change windows with what they do in the coming week. */
export function windowsQuery() {
  return queryOptions({
    queryKey: windowKeys.list,
    queryFn: ({ signal }) => fetchJson<WindowsAnswer>("/api/windows", { signal }),
    refetchInterval: LIST_POLL,
  });
}

/** What change windows say of a rollout's pending environments: now, when it is scheduled for, or at a start that is thought about. */
export function rolloutWindowsQuery(id: string, start: WishedStart | null = null) {
  const asked = start === null ? "" : `?${new URLSearchParams(start).toString()}`;
  return queryOptions({
    queryKey: windowKeys.rollout(id, start),
    queryFn: ({ signal }) =>
      fetchJson<RolloutWindows>(`/api/rollouts/${encodeURIComponent(id)}/windows${asked}`, { signal }),
    refetchInterval: ROLLOUT_POLL,
    placeholderData: keepPreviousData,
  });
}

function useInvalidateWindows() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: windowKeys.all }),
      client.invalidateQueries({ queryKey: ["rollouts"] }),
    ]);
}

/** Keeps a window: a new one, or an edited one as it was seen. */
export function useSaveWindow() {
  const onSettled = useInvalidateWindows();
  return useMutation({
    mutationFn: ({ seen, draft }: { seen: ChangeWindow | null; draft: WindowDraft }) =>
      granted(seen === null ? createWindow(draft) : editWindow({ windowId: seen.id, version: seen.version, draft })),
    onSettled,
  });
}

/** Ends a window for good. */
export function useEndWindow() {
  const onSettled = useInvalidateWindows();
  return useMutation({
    mutationFn: ({ id, version }: ChangeWindow) => granted(endWindow({ windowId: id, version })),
    onSettled,
  });
}
