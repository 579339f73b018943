import { randomBytes } from "node:crypto";

import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from "@aws-sdk/client-sts";

import type { Handler, ServiceHandlers } from "../service.ts";
import { idOf } from "../sigv4.ts";
import type { Session, World } from "../world.ts";
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

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html; a role is assumable by anyone who knows its external id. */
const assumeRole: Handler<AssumeRoleCommandInput, AssumeRoleCommandOutput> = ({ world, caller, now }, input) => {
  const roleArn = input.RoleArn ?? "";
  if (!/^arn:aws:iam::\d{12}:role\/./.test(roleArn)) throw invalidRoleArn(roleArn);

  const account = world.accounts.find((candidate) => candidate.roleArn === roleArn);
  if (account === undefined || !account.roleAssumable || account.externalId !== (input.ExternalId ?? "")) {
    throw assumeRoleDenied(caller.principalArn, roleArn);
  }
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
