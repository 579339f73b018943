import { and, eq, notInArray, sql as raw } from "drizzle-orm";
import type { AwsFailure } from "#lib/errors.ts";
import type { AccountView, OrganizationView } from "#lib/imds/account.ts";
import type { Sql } from "./database.ts";
import { accounts, organizationReadings } from "./schema-fleet.ts";

const ORGANIZATION = "organization";

/** An account as a discovery found it. */
export type FoundAccount = Omit<AccountView, "failure" | "discoveredAt"> & { failure: AwsFailure | null };

/** Takes the accounts of a discovery and makes them the enabled ones; others keep their rows. */
export async function storeAccounts(sql: Sql, found: readonly FoundAccount[], now: Date): Promise<void> {
  const kept = found.map(({ accountId }) => accountId);
  await sql
    .update(accounts)
    .set({ enabled: false })
    .where(and(eq(accounts.enabled, true), kept.length === 0 ? undefined : notInArray(accounts.accountId, kept)));
  if (found.length === 0) return;
  const rows = found.map((account) => ({
    ...account,
    failedAt: account.failure === null ? null : now,
    enabled: true,
    discoveredAt: now,
  }));
  await sql
    .insert(accounts)
    .values(rows)
    .onConflictDoUpdate({
      target: accounts.accountId,
      set: {
        label: raw`excluded.label`,
        source: raw`excluded.source`,
        state: raw`excluded.state`,
        roleArn: raw`excluded.role_arn`,
        regions: raw`excluded.regions`,
        failure: raw`excluded.failure`,
        failedAt: raw`excluded.failed_at`,
        enabled: true,
        discoveredAt: raw`excluded.discovered_at`,
      },
    });
}

/** Gives the enabled accounts, by label. */
export async function listAccounts(sql: Sql): Promise<AccountView[]> {
  const rows = await sql
    .select()
    .from(accounts)
    .where(eq(accounts.enabled, true))
    .orderBy(accounts.label, accounts.accountId);
  return rows.map(({ accountId, label, source, state, roleArn, regions, failure, failedAt, discoveredAt }) => ({
    accountId,
    label,
    source,
    state,
    roleArn,
    regions,
    failure: failure === null || failedAt === null ? null : { ...failure, at: failedAt.toISOString() },
    discoveredAt: discoveredAt.toISOString(),
  }));
}

/** Takes how a reading of the organization ended: `null` is well. */
export async function noteOrganizationReading(sql: Sql, failure: AwsFailure | null, now: Date): Promise<void> {
  const ended = failure === null ? { lastSuccessAt: now, failure, failedAt: null } : { failure, failedAt: now };
  await sql
    .insert(organizationReadings)
    .values({ id: ORGANIZATION, ...ended })
    .onConflictDoUpdate({ target: organizationReadings.id, set: ended });
}

/** Gives how the last reading of the organization went, `null` where none was ever made. */
export async function readOrganizationReading(sql: Sql): Promise<OrganizationView | null> {
  const [row] = await sql.select().from(organizationReadings);
  if (row === undefined) return null;
  const { lastSuccessAt, failure, failedAt } = row;
  return {
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    failure: failure === null || failedAt === null ? null : { ...failure, at: failedAt.toISOString() },
  };
}
