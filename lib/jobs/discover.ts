import type { CallOptions } from "#lib/aws/call.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { MemberAccount } from "#lib/aws/organizations.ts";
import { listMemberAccounts } from "#lib/aws/organizations.ts";
import { readRegions } from "#lib/aws/regions.ts";
import { readIdentity } from "#lib/aws/sts.ts";
import type { Config } from "#lib/config.ts";
import type { AccountConfig, OrganizationConfig, RegionChoice } from "#lib/config-accounts.ts";
import type { FoundAccount } from "#lib/db/account-queries.ts";
import { listAccounts, noteOrganizationReading, storeAccounts } from "#lib/db/account-queries.ts";
import { closeAlertsOfRemovedLanes } from "#lib/db/alert-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import { failScan, syncLanes } from "#lib/db/lane-queries.ts";
import type { AwsFailure } from "#lib/errors.ts";
import type { AccountView } from "#lib/imds/account.ts";
import { isOpen } from "#lib/imds/account.ts";
import { partitionIn } from "#lib/imds/partition.ts";
import { eachOf } from "./each-of.ts";
import { UNKNOWN_ACCOUNT } from "./lanes.ts";

export type DiscoveryConfig = Pick<Config, "accounts" | "organization" | "homeRegion">;

export type DiscoveryDeps = {
  config: DiscoveryConfig;
  sql: Sql;
  now: () => Date;
  /** Whether a webhook is told of alerts. */
  announces?: boolean | undefined;
  /** Where AWS is, for tests; the configuration tells otherwise. */
  aws?: LaneAccess["aws"];
  signal?: AbortSignal | undefined;
};

type Identity = { accountId: string; arn: string };
type Asked<T> = { ok: true; value: T } | { ok: false; failure: AwsFailure };

/** An account to be read, before it is known in which regions. */
type Candidate = Omit<FoundAccount, "regions" | "failure"> & { externalId: string | null; choice: RegionChoice };

/** So many accounts are asked for their regions at once. */
const ACCOUNTS_AT_ONCE = 8;

/** Takes the configuration and tells whether it takes AWS's answers to know the lanes. */
export function needsDiscovery({ accounts, organization }: DiscoveryConfig): boolean {
  return organization !== null || accounts.some((it) => it.kind === "ambient" || it.regions === "all");
}

/**
 * Finds the accounts and regions to read and makes them the enabled lanes. What AWS refuses is stored in its words and
 * takes nothing away: accounts and lanes of an earlier discovery stay until AWS says that they are gone.
 */
export async function discover(deps: DiscoveryDeps): Promise<void> {
  const { config, sql, now, announces = false } = deps;
  const earlier = new Map((await listAccounts(sql)).map((account) => [account.accountId, account]));
  const candidates = new Map<string, Candidate>();
  for (const account of config.accounts) if (account.kind === "account") add(candidates, namedAccount(account));

  let failure: AwsFailure | null = null;
  let reading: { failure: AwsFailure | null } | null = null;
  const ambient = config.accounts.find((account) => account.kind === "ambient");
  if (ambient !== undefined || config.organization !== null) {
    const caller = await asked(() => readIdentity(reach(deps, UNKNOWN_ACCOUNT, null, null), call(deps)));
    if (!caller.ok) ({ failure } = caller);
    for (const own of ambient === undefined ? [] : ownAccounts(ambient, caller, earlier)) {
      if (config.organization === null || isWanted(config.organization, own.accountId)) add(candidates, own);
    }
    if (config.organization !== null) {
      const members = await memberAccounts(deps, config.organization, caller, earlier);
      reading = { failure: members.failure };
      for (const member of members.accounts) add(candidates, member);
    }
  }

  const found = await withRegions(deps, [...candidates.values()], earlier);
  await sql.transaction(async (tx) => {
    // With the accounts, so that as long as there is nothing of either nobody has looked to the end.
    if (reading !== null) await noteOrganizationReading(tx, reading.failure, now());
    await storeAccounts(
      tx,
      found.filter(({ accountId }) => accountId !== UNKNOWN_ACCOUNT),
      now(),
    );
    await syncLanes(tx, found.flatMap(lanesOf));
    for (const lane of found.filter(({ accountId }) => accountId === UNKNOWN_ACCOUNT).flatMap(lanesOf)) {
      if (failure !== null) await failScan(tx, lane, { ...failure, phase: "identity" }, now());
    }
  });
  await closeAlertsOfRemovedLanes(sql, { now: now(), announces });
}

const call = ({ signal }: DiscoveryDeps): CallOptions => ({ priority: "scan", signal });

/** The first to name an account says how it is read; what the organization calls it is its label where nothing else is. */
function add(candidates: Map<string, Candidate>, candidate: Candidate): void {
  const known = candidates.get(candidate.accountId);
  if (known === undefined) candidates.set(candidate.accountId, candidate);
  else {
    const isNamed = known.source === "configured" && known.label !== known.accountId;
    const label = isNamed ? known.label : candidate.label;
    candidates.set(candidate.accountId, { ...known, label, state: candidate.state });
  }
}

async function asked<T>(ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { ok: false, failure: error.failure };
  }
}

function reach(
  { config, aws }: DiscoveryDeps,
  accountId: string,
  roleArn: string | null,
  externalId: string | null,
): LaneAccess {
  return { accountId, region: config.homeRegion, roleArn, externalId, ...(aws === undefined ? {} : { aws }) };
}

function namedAccount(account: Extract<AccountConfig, { kind: "account" }>): Candidate {
  const { id: accountId, label, roleArn, externalId, regions: choice } = account;
  return { accountId, label, source: "configured", state: null, roleArn, externalId, choice };
}

/** The account of the server's own credentials; where they cannot say whose they are, the one they were of before. */
function ownAccounts(
  { regions: choice }: { regions: RegionChoice },
  caller: Asked<Identity>,
  earlier: ReadonlyMap<string, AccountView>,
): Candidate[] {
  const own = { source: "ambient", state: null, roleArn: null, externalId: null, choice } as const;
  if (caller.ok) {
    const { accountId } = caller.value;
    const before = earlier.get(accountId);
    return [{ ...own, accountId, label: before?.label ?? accountId, state: before?.state ?? null }];
  }
  const known = [...earlier.values()].filter(({ source }) => source === "ambient");
  if (known.length > 0) return known.map(({ accountId, label, state }) => ({ ...own, accountId, label, state }));
  return [{ ...own, accountId: UNKNOWN_ACCOUNT, label: UNKNOWN_ACCOUNT }];
}

function isWanted({ include, exclude }: OrganizationConfig, accountId: string): boolean {
  return include?.includes(accountId) !== false && !exclude.includes(accountId);
}

/** The organization's accounts; where it cannot be read, those it had before, and why. */
async function memberAccounts(
  deps: DiscoveryDeps,
  organization: OrganizationConfig,
  caller: Asked<Identity>,
  earlier: ReadonlyMap<string, AccountView>,
): Promise<{ accounts: Candidate[]; failure: AwsFailure | null }> {
  const { externalId, regions: choice, roleName } = organization;
  const wanted = ({ accountId }: { accountId: string }) => isWanted(organization, accountId);
  const common = { source: "organization", externalId, choice } as const;
  const listed = caller.ok
    ? await asked<MemberAccount[]>(() =>
        listMemberAccounts(reach(deps, caller.value.accountId, null, null), call(deps)),
      )
    : caller;
  if (!listed.ok || !caller.ok) {
    const kept = [...earlier.values()]
      .filter(({ source }) => source === "organization")
      .filter(wanted)
      .map(({ accountId, label, state, roleArn }) => ({ ...common, accountId, label, state, roleArn }));
    return { accounts: kept, failure: listed.ok ? null : listed.failure };
  }
  const { accountId: ownId, arn } = caller.value;
  const accounts = listed.value.filter(wanted).map(({ accountId, name, state }) => ({
    ...common,
    accountId,
    label: name,
    state,
    // The server's own account has no such role: its management account never does.
    roleArn: accountId === ownId ? null : `arn:${partitionIn(arn)}:iam::${accountId}:role/${roleName}`,
  }));
  return { accounts, failure: null };
}

/** Asks each account that leaves it open for its regions; one that refuses keeps those of before, or stands with one. */
async function withRegions(
  deps: DiscoveryDeps,
  candidates: readonly Candidate[],
  earlier: ReadonlyMap<string, AccountView>,
): Promise<FoundAccount[]> {
  const found: FoundAccount[] = [];
  await eachOf(candidates, ACCOUNTS_AT_ONCE, async ({ externalId, choice, ...account }) => {
    const { accountId, roleArn, state } = account;
    if (!isOpen(state)) found.push({ ...account, regions: { read: [], leftOut: [] }, failure: null });
    else if (choice !== "all") found.push({ ...account, regions: { read: [...choice], leftOut: [] }, failure: null });
    else {
      const regions = await asked(() => readRegions(reach(deps, accountId, roleArn, externalId), call(deps)));
      if (regions.ok) found.push({ ...account, regions: regions.value, failure: null });
      else {
        const before = earlier.get(accountId)?.regions;
        const instead = before === undefined || before.read.length === 0 ? atHome(deps.config) : before;
        found.push({ ...account, regions: instead, failure: regions.failure });
      }
    }
  });
  // Always the same order, so that two replicas that store what they found do not wait for each other.
  return found.toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1));
}

/** An account whose regions nobody knows is tried in one, so that it is seen wherever lanes are. */
const atHome = ({ homeRegion }: DiscoveryConfig) => ({ read: [homeRegion], leftOut: [] });

function lanesOf({ accountId, label: accountLabel, roleArn, regions }: FoundAccount) {
  return regions.read.map((region) => ({ accountId, region, accountLabel, roleArn }));
}
