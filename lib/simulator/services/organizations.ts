import type {
  Account as OrganizationsAccount,
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
  ListAccountsCommandInput,
  ListAccountsCommandOutput,
} from "@aws-sdk/client-organizations";

import type { Handler, ServiceHandlers } from "../service.ts";
import type { Call, Member, Organization } from "../world.ts";
import { invalidAccountsToken, organizationsDenied, organizationsNotInUse } from "./organizations-errors.ts";

/** Accounts a page where the caller does not say; AWS's own number is not documented [invented]. */
const PAGE = 4;

const organizationOf = ({ world, caller }: Call): Organization => {
  const { organization } = world;
  if (organization?.members.some(({ id }) => id === caller.account.id) !== true) throw organizationsNotInUse();
  return organization;
};

const arnOf = ({ id: organizationId, managementAccountId }: Organization, accountId: string): string =>
  `arn:aws:organizations::${managementAccountId}:account/${organizationId}/${accountId}`;

/** `Status` is left out: AWS retired it on 9 September 2026 [MODEL]. */
const describeAccount = (organization: Organization, member: Member): OrganizationsAccount => ({
  Id: member.id,
  Arn: arnOf(organization, member.id),
  Email: member.email,
  Name: member.name,
  State: member.state,
  JoinedMethod: member.joinedMethod,
  JoinedTimestamp: member.joinedAt,
});

/** Where the next page begins, and whether an empty one came in between. */
type Position = { from: number; hasPaused: boolean };

const readToken = (token: string | undefined): Position => {
  if (token === undefined) return { from: 0, hasPaused: true };
  const [, from, paused] = /^v1-(\d{1,6})-([01])$/.exec(Buffer.from(token, "base64url").toString("utf8")) ?? [];
  if (from === undefined) throw invalidAccountsToken();
  return { from: Number(from), hasPaused: paused === "1" };
};

const writeToken = ({ from, hasPaused }: Position): string =>
  Buffer.from(`v1-${from}-${hasPaused ? 1 : 0}`).toString("base64url");

/**
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html: "can occasionally return an empty
 * set of results even when there are more"; here before every further page, so that no client gets by without knowing.
 */
const listAccounts: Handler<ListAccountsCommandInput, ListAccountsCommandOutput> = (call, input) => {
  const organization = organizationOf(call);
  const { id } = call.caller.account;
  if (id !== organization.managementAccountId && !organization.delegatedAdministrators.includes(id))
    throw organizationsDenied();
  const { from, hasPaused } = readToken(input.NextToken);
  if (!hasPaused) return { Accounts: [], NextToken: writeToken({ from, hasPaused: true }) };
  const end = from + (input.MaxResults ?? PAGE);
  return {
    Accounts: organization.members.slice(from, end).map((member) => describeAccount(organization, member)),
    ...(end < organization.members.length && { NextToken: writeToken({ from: end, hasPaused: false }) }),
  };
};

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html: every member may ask. */
const describeOrganization: Handler<DescribeOrganizationCommandInput, DescribeOrganizationCommandOutput> = (call) => {
  const organization = organizationOf(call);
  const { id, managementAccountId } = organization;
  const management = organization.members.find((member) => member.id === managementAccountId);
  return {
    Organization: {
      Id: id,
      Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
      FeatureSet: "ALL",
      MasterAccountArn: arnOf(organization, managementAccountId),
      MasterAccountId: managementAccountId,
      ...(management !== undefined && { MasterAccountEmail: management.email }),
      AvailablePolicyTypes: [],
    },
  };
};

/** AWS Organizations: which accounts there are, as far as finding them takes. */
export const organizations: ServiceHandlers = {
  DescribeOrganization: describeOrganization,
  ListAccounts: listAccounts,
};
