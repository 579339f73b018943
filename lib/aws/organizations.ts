import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import type { CallOptions } from "./call.ts";
import { readCall } from "./call.ts";
import { AwsCallError } from "./failure.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";

const OPERATION = "organizations:ListAccounts";
/** An organization has 10,000 accounts at most, and pages may be empty. */
const MAX_PAGES = 5_000;

/** An account as its organization knows it. `state` is AWS's own word; one that is newer than us is kept as it is. */
export type MemberAccount = { accountId: string; name: string; state: string | null };

/**
 * Takes a lane of the management account or of a delegated administrator and gives every account of the organization.
 * Pages may be empty although there are more: only the token tells. Throws `AwsCallError`, or the signal's reason.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function listMemberAccounts(lane: LaneAccess, call: CallOptions): Promise<MemberAccount[]> {
  const clients = laneClients(lane);
  const organizations = clients.organizations();
  const members: MemberAccount[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new ListAccountsCommand(token === undefined ? {} : { NextToken: token });
    const answer = await readCall(clients.limiters.ec2, OPERATION, call, (options) =>
      organizations.send(command, options),
    );
    for (const { Id, Name, State } of answer.Accounts ?? []) {
      // `Status` was retired on 9 September 2026.
      if (Id !== undefined) members.push({ accountId: Id, name: Name ?? Id, state: State ?? null });
    }
    token = answer.NextToken;
    if (token === undefined || token === "") return members;
  }
  throw new AwsCallError({
    operation: OPERATION,
    code: "TooManyPages",
    message: `More than ${MAX_PAGES} pages of accounts.`,
    requestId: null,
    httpStatus: 200,
    outcome: "refused",
  });
}
