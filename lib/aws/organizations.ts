import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import type { CallOptions } from "./call.ts";
import { readCall } from "./call.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { readPages } from "./pages.ts";

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
export function listMemberAccounts(lane: LaneAccess, call: CallOptions): Promise<MemberAccount[]> {
  const clients = laneClients(lane);
  const organizations = clients.organizations();
  return readPages({
    operation: OPERATION,
    pagesAtMost: MAX_PAGES,
    call,
    read: async (token) => {
      const command = new ListAccountsCommand({ NextToken: token });
      const answer = await readCall(clients.limiters.ec2, OPERATION, call, (options) =>
        organizations.send(command, options),
      );
      const members = (answer.Accounts ?? []).flatMap(({ Id, Name, State }) =>
        // `Status` was retired on 9 September 2026.
        Id === undefined ? [] : { accountId: Id, name: Name ?? Id, state: State ?? null },
      );
      return { items: members, next: answer.NextToken };
    },
  });
}
