import { accountIdOf, chanceOf, seedOf } from "./random.ts";
import type { Account, Member, MemberState, Organization } from "./world.ts";

const DAY_MS = 86_400_000;

/** The role Organizations makes in accounts it creates; it trusts the management account [DOC orgs_manage_accounts_access]. */
const ORGANIZATION_ROLE = "OrganizationAccountAccessRole";

/** Takes an account's id and gives the ARN of the role its organization put there. */
export const organizationRoleArn = (accountId: string): string => `arn:aws:iam::${accountId}:role/${ORGANIZATION_ROLE}`;

/** Some of the regions that an account has only after opting in [DOC rande-manage]. */
export const OPT_IN_REGIONS: readonly string[] = ["af-south-1", "ap-east-1", "eu-south-1", "mx-central-1"];

/** Whether a region must be opted in to before an account can use it. */
export const isOptIn = (region: string): boolean => OPT_IN_REGIONS.includes(region);

/** Members besides the accounts that can be signed in to: what an organization keeps of accounts on their way in or out. */
const OTHERS: readonly { name: string; state: MemberState }[] = [
  { name: "retired-webshop", state: "SUSPENDED" },
  { name: "hackathon-2025", state: "PENDING_CLOSURE" },
];

/** Takes the world's accounts and gives their organization: the first manages it, the second, if any, is a delegated administrator. */
export const makeOrganization = ({
  seed,
  accounts,
  now,
}: {
  seed: number;
  accounts: readonly Account[];
  now: Date;
}): Organization => {
  // Chance of its own, so that the fleet of a seed is the same with or without an organization.
  const chance = chanceOf(seedOf(`organization/${seed}`));
  const member = (id: string, name: string, state: MemberState, index: number): Member => ({
    id,
    name,
    email: `aws+${name}@example.com`,
    state,
    joinedMethod: name.startsWith("acquired") ? "INVITED" : "CREATED",
    joinedAt: new Date(now.getTime() - (900 - 40 * Math.min(index, 20)) * DAY_MS),
  });
  const own = accounts.map(({ id, alias }, index) => member(id, alias, "ACTIVE", index));
  const others = OTHERS.map(({ name, state }, index) => member(accountIdOf(chance), name, state, own.length + index));
  return {
    id: `o-${chance.text("abcdefghijklmnopqrstuvwxyz0123456789", 10)}`,
    managementAccountId: accounts[0]?.id ?? "",
    delegatedAdministrators: accounts.slice(1, 2).map(({ id }) => id),
    members: [...own, ...others],
  };
};

/** Takes what becomes of a member (`null`: it leaves; one that was none joins) and gives the members that are left. */
export const setMember = (
  organization: Organization,
  id: string,
  state: MemberState | null,
  now: Date,
): readonly Member[] => {
  const known = organization.members.find((member) => member.id === id);
  if (state === null) organization.members = organization.members.filter((member) => member.id !== id);
  else if (known !== undefined) known.state = state;
  else {
    const name = `account-${id}`;
    const email = `aws+${name}@example.com`;
    organization.members.push({ id, name, email, state, joinedMethod: "INVITED", joinedAt: now });
  }
  return organization.members;
};
