import type { Members } from "./members.ts";

/** What one side (AWS, or the simulator) showed to a question. Holds no name, id, address or secret of an account. */
export type Fact = { id: string; question: string; evidence: Evidence };

/** What was shown, and in words what of it could not be seen. */
export type Evidence = Shown & { gaps?: readonly string[] | undefined };

type Shown =
  | { kind: "members"; members: Members }
  /** Any of these was seen. `known` are further ones the service model lists, which the simulator need not play. */
  | { kind: "values"; values: readonly string[]; known?: readonly string[] }
  | Entries
  | { kind: "nothing"; why: string };

/** What was seen, by key. A key may begin with a group (`al2023: …`): a group that AWS does not show is left out of account. */
export type Entries = {
  kind: "entries";
  entries: Readonly<Record<string, readonly string[]>>;
  /** What it means when AWS lacks a key the simulator has, though it shows others of its group. */
  missing: "differs" | "ignored";
  /** What it means when AWS has a key the simulator lacks. */
  extra: "differs" | "noted";
};

/** Takes a list and gives each of it once, sorted. */
export function distinct(list: Iterable<string>): string[] {
  return [...new Set(list)].toSorted();
}

/** Takes pairs of key and value and gives the values by key. */
export function byKey(pairs: Iterable<readonly [key: string, value: string]>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [key, value] of pairs) (found[key] ??= []).push(value);
  return Object.fromEntries(Object.entries(found).map(([key, values]) => [key, distinct(values)]));
}
