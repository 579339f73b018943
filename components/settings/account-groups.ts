import type { AccountView } from "#lib/imds/account.ts";
import { isOpen } from "#lib/imds/account.ts";
import type { LaneView } from "#lib/imds/lane.ts";

/** An account with its lanes, and what stands in one line for all of them. */
export type AccountGroup = {
  account: AccountView;
  lanes: LaneView[];
  summary: AccountSummary;
};

/** How an account is, worst first. */
export type AccountSummary =
  | { kind: "shut"; state: string }
  | { kind: "refused"; code: string }
  | { kind: "no-regions" }
  | { kind: "failing"; failing: number; lanes: number }
  /** Its lanes are those of an earlier look-up, and are read. */
  | { kind: "regions-refused"; code: string }
  | { kind: "reading"; reading: number }
  | { kind: "never" }
  | { kind: "read"; oldest: string };

/** Which accounts are shown. */
export const SHOWN = ["all", "problems", "not-read"] as const;
export type Shown = (typeof SHOWN)[number];

function summaryOf(account: AccountView, lanes: readonly LaneView[]): AccountSummary {
  if (account.state !== null && !isOpen(account.state)) return { kind: "shut", state: account.state };
  const failing = lanes.flatMap(({ failure }) => failure ?? []);
  const isRead = lanes.some(({ failure, lastSuccessAt }) => failure === null && lastSuccessAt !== null);
  const refusal = isRead ? undefined : (account.failure ?? (failing.length === lanes.length ? failing[0] : undefined));
  if (refusal !== undefined) return { kind: "refused", code: refusal.code };
  if (lanes.length === 0) return { kind: "no-regions" };
  if (failing.length > 0) return { kind: "failing", failing: failing.length, lanes: lanes.length };
  if (account.failure !== null) return { kind: "regions-refused", code: account.failure.code };
  const reading = lanes.filter(({ scan }) => scan.kind === "queued" || scan.kind === "scanning").length;
  if (reading > 0) return { kind: "reading", reading };
  const oldest = lanes.map(({ lastSuccessAt }) => lastSuccessAt ?? "").toSorted()[0] ?? "";
  return oldest === "" ? { kind: "never" } : { kind: "read", oldest };
}

/** What is known of an account whose lanes are all there is of it: credentials that cannot say whose they are. */
function accountOf({ accountId, accountLabel: label, roleArn }: LaneView, lanes: readonly LaneView[]): AccountView {
  const read = lanes.map(({ region }) => region);
  const source = roleArn === null ? "ambient" : "configured";
  const regions = { read, leftOut: [] };
  return { accountId, label, source, state: null, roleArn, regions, failure: null, discoveredAt: "" };
}

/** Takes the accounts and the lanes and gives each account with its lanes, in the accounts' order. */
export function accountGroups(accounts: readonly AccountView[], lanes: readonly LaneView[]): AccountGroup[] {
  const byAccount = new Map<string, LaneView[]>();
  for (const lane of lanes) byAccount.set(lane.accountId, [...(byAccount.get(lane.accountId) ?? []), lane]);
  const known = new Set(accounts.map(({ accountId }) => accountId));
  const others = [...byAccount.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined || known.has(first.accountId) ? [] : [accountOf(first, own)];
  });
  return [...others, ...accounts].map((account) => {
    const own = byAccount.get(account.accountId) ?? [];
    return { account, lanes: own, summary: summaryOf(account, own) };
  });
}

function isShown({ summary: { kind } }: AccountGroup, shown: Shown): boolean {
  switch (shown) {
    case "all":
      return true;
    case "problems":
      return kind === "refused" || kind === "failing" || kind === "regions-refused";
    case "not-read":
      return kind === "shut" || kind === "no-regions";
  }
}

/** Takes account groups and gives those of a kind whose name, id or one of whose regions holds the text. */
export function filterGroups(groups: readonly AccountGroup[], text: string, shown: Shown): AccountGroup[] {
  const wanted = text.trim().toLowerCase();
  return groups.filter(
    (group) =>
      isShown(group, shown) &&
      [group.account.label, group.account.accountId, ...group.lanes.map(({ region }) => region)].some((word) =>
        word.toLowerCase().includes(wanted),
      ),
  );
}
