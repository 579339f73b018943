import { listAccounts, readOrganizationReading } from "#lib/db/account-queries.ts";
import { answer } from "../environments/answer.ts";

/** GET: every account that is read or that the organization has, and how the last reading of the organization went. */
export function GET(): Promise<Response> {
  return answer(async (sql) => ({
    accounts: await listAccounts(sql),
    organization: await readOrganizationReading(sql),
  }));
}
