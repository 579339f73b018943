import { randomBytes } from "node:crypto";

import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from "@aws-sdk/client-sts";

import { organizationRoleArn } from "../organization.ts";
import type { Handler, ServiceHandlers } from "../service.ts";
import { idOf } from "../sigv4.ts";
import type { Account, Call, Session, World } from "../world.ts";
import { assumeRoleDenied, exceedsMaxSession, invalidRoleArn, roleChainingTooLong } from "./sts-errors.ts";

const DEFAULT_DURATION_S = 3600;
const CHAINED_MAX_DURATION_S = 3600;

/** Sessions that ended this long ago are forgotten: their keys are then unknown rather than expired [invented]. */
const FORGET_AFTER_MS = 24 * 3_600_000;

const getCallerIdentity: Handler<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput> = ({ caller }) => ({
  UserId: caller.userId,
  Account: caller.account.id,
  Arn: caller.principalArn,
});

const openSession = (
  world: World,
  session: Omit<Session, "accessKeyId" | "secretAccessKey" | "sessionToken">,
  now: Date,
): Session => {
  const opened: Session = {
    accessKeyId: idOf("ASIA", randomBytes(16).toString("hex")).slice(0, 20),
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(240).toString("base64"),
    ...session,
  };
  world.sessions = world.sessions.filter((old) => now.getTime() - old.expiresAt.getTime() < FORGET_AFTER_MS);
  world.sessions.push(opened);
  return opened;
};

/** The account whose role it is, where the caller may assume it. */
const trusting = ({ world, caller }: Call, roleArn: string, externalId: string | undefined): Account | undefined => {
  const account = world.accounts.find(({ id, roleArn: own }) => own === roleArn || organizationRoleArn(id) === roleArn);
  if (account === undefined || !account.roleAssumable) return undefined;
  // The organization's role trusts the management account and asks for no external id; one that is sent does no harm.
  const isTrusted =
    roleArn === account.roleArn
      ? account.externalId === (externalId ?? "")
      : world.organization?.managementAccountId === caller.account.id && account.id !== caller.account.id;
  return isTrusted ? account : undefined;
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html; a role is assumable by anyone who knows its external id. */
const assumeRole: Handler<AssumeRoleCommandInput, AssumeRoleCommandOutput> = (call, input) => {
  const { world, caller, now } = call;
  const roleArn = input.RoleArn ?? "";
  if (!/^arn:aws:iam::\d{12}:role\/./.test(roleArn)) throw invalidRoleArn(roleArn);

  const account = trusting(call, roleArn, input.ExternalId);
  if (account === undefined) throw assumeRoleDenied(caller.principalArn, roleArn);
  const seconds = input.DurationSeconds ?? DEFAULT_DURATION_S;
  const chained = caller.principalArn.includes(":assumed-role/");
  if (chained && seconds > CHAINED_MAX_DURATION_S) throw roleChainingTooLong();
  if (seconds > account.maxSessionSeconds) throw exceedsMaxSession();

  const sessionName = input.RoleSessionName ?? "";
  // AWS gives expiries in whole seconds.
  const expiresAt = new Date((Math.floor(now.getTime() / 1000) + seconds) * 1000);
  const session = openSession(world, { accountId: account.id, roleArn, sessionName, expiresAt }, now);
  const roleName = roleArn.split("/").at(-1) ?? "";
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: expiresAt,
    },
    AssumedRoleUser: {
      AssumedRoleId: `${idOf("AROA", roleArn)}:${sessionName}`,
      Arn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/${sessionName}`,
    },
  };
};

/** AWS Security Token Service: who a caller is, and roles' temporary credentials. */
export const sts: ServiceHandlers = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
};
