import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { deletePolicy } from "#lib/actions/delete-policy.ts";
import { renamePolicy } from "#lib/actions/rename-policy.ts";
import { savePolicy } from "#lib/actions/save-policy.ts";
import type { Policy, SavedPolicy } from "#lib/rollouts/policy.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

const KEY = ["policies"] as const;

/** The policies that people saved, by name. */
export function savedPoliciesQuery() {
  return queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchJson<SavedPolicy[]>("/api/policies", { signal }),
  });
}

// What follows is given to these hooks, not to `mutate`: who asked may be gone from the page once the list is read anew. The list
// is told first, so that what was chosen never stands there as one that is gone.
function useKeptPolicies() {
  const client = useQueryClient();
  return {
    tell: (change: (kept: SavedPolicy[]) => SavedPolicy[]) =>
      client.setQueryData<SavedPolicy[]>(KEY, (kept) => (kept === undefined ? kept : change(kept))),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  };
}

/** Keeps a custom policy under a name: a new one, or one that was seen with another name. `onNamed` gets it as it is then. */
export function useNamePolicy(onNamed: (saved: SavedPolicy) => void) {
  const { tell, onSettled } = useKeptPolicies();
  return useMutation({
    mutationFn: ({ policy, name }: { policy: Policy; name: string }) =>
      granted(policy.saved === undefined ? savePolicy({ name, policy }) : renamePolicy({ ...policy.saved, to: name })),
    onSuccess: (saved) => {
      tell((kept) => [...kept.filter(({ id }) => id !== saved.id), saved]);
      onNamed(saved);
    },
    onSettled,
  });
}

/** Deletes a saved policy as it was seen, then `onDeleted`. */
export function useDeletePolicy(onDeleted: () => void) {
  const { tell, onSettled } = useKeptPolicies();
  return useMutation({
    mutationFn: (seen: { id: string; name: string }) => granted(deletePolicy(seen)),
    onSuccess: (deleted) => {
      tell((kept) => kept.filter(({ id }) => id !== deleted.id));
      onDeleted();
    },
    onSettled,
  });
}
