import { listOpenAlerts } from "#lib/db/alert-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import { listChanges, postureByAccount } from "#lib/db/history-reads.ts";
import { readSeries } from "#lib/db/history-samples.ts";
import type { RangeDays } from "#lib/imds/history.ts";
import type { Overview } from "#lib/queries/overview.ts";

const ALERTS = 20;
const CHANGES = 10;

/** Gives what the overview shows, with the posture over so many days. */
export async function readOverview(sql: Sql, days: RangeDays): Promise<Overview> {
  const now = new Date();
  const [accounts, series, { alerts, open }, changes] = await Promise.all([
    postureByAccount(sql, now),
    readSeries(sql, days, now),
    listOpenAlerts(sql, { limit: ALERTS }),
    listChanges(sql, { cause: null, what: null }, { limit: CHANGES }),
  ]);
  return { accounts, series, alerts, openAlerts: open, changes };
}
