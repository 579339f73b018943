import type { EnvironmentKey } from "#lib/imds/environment.ts";

/** What is selected, by key, so that it outlives filters, sorting and scrolling. */
export type Selection = { keys: ReadonlyMap<string, EnvironmentKey> };

export const emptySelection: Selection = { keys: new Map() };

/** Takes a key and gives the one text that stands for it. */
export function keyText(key: EnvironmentKey): string {
  return `${key.accountId}/${key.region}/${key.environmentId}`;
}

function bare({ accountId, region, environmentId }: EnvironmentKey): EnvironmentKey {
  return { accountId, region, environmentId };
}

/** Takes a selection and keys and gives the selection with all of them on or off. */
export function setKeys(selection: Selection, keys: readonly EnvironmentKey[], on: boolean): Selection {
  const next = new Map(selection.keys);
  for (const key of keys) {
    if (on) next.set(keyText(key), bare(key));
    else next.delete(keyText(key));
  }
  return { keys: next };
}

/** Takes a selection and the loaded rows and tells what the check box in the header shows. */
export function headerState(selection: Selection, loaded: readonly EnvironmentKey[]): "all" | "some" | "none" {
  const selected = loaded.filter((key) => selection.keys.has(keyText(key))).length;
  if (selected > 0 && selected === loaded.length) return "all";
  return selection.keys.size > 0 ? "some" : "none";
}

/** Takes a selection and gives the accounts and regions it spans, each once, sorted. */
export function spanOf(selection: Selection): { accounts: string[]; regions: string[] } {
  const keys = [...selection.keys.values()];
  return {
    accounts: [...new Set(keys.map((key) => key.accountId))].toSorted(),
    regions: [...new Set(keys.map((key) => key.region))].toSorted(),
  };
}
