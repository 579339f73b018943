import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { AwsCallError, toAwsFailure } from "./failure.ts";
import { renewing } from "./renewal.ts";

/** Shown in the other account's CloudTrail as the session's name. */
const SESSION_NAME = "imds-fleet";

/** Credentials are renewed this long before they expire, in milliseconds; half their life where that is shorter. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Credentials the SDK signs with. */
export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
};

/** Gives credentials, renewed when needed; throws `AwsCallError` when AWS does not give any. */
export type CredentialProvider = () => Promise<Credentials>;

/** A provider that keeps what it was given until it has to be renewed. The SDK asks for the two names. */
type MemoisedProvider = {
  /** `forceRefresh`: before its time, for AWS takes it no longer. */
  (options?: { forceRefresh?: boolean }): Promise<Credentials>;
  /** Says to the SDK that it need not keep another copy, which a renewal would not reach. */
  memoized: true;
};

/**
 * Takes a provider and gives one that asks it once and again shortly before expiry; callers at the same time share one
 * request. A failure is not kept: the next call tries again.
 */
export function memoised(provider: CredentialProvider, now: () => number = Date.now): MemoisedProvider {
  let asking = false;
  let current: Promise<Credentials> | undefined;
  let renewAt = 0;
  const ask = async (): Promise<Credentials> => {
    try {
      const given = await provider();
      const end = given.expiration?.getTime();
      if (end !== undefined) renewAt = end - Math.min(RENEW_BEFORE_MS, (end - now()) / 2);
      return given;
    } catch (error) {
      current = undefined;
      throw error;
    } finally {
      asking = false;
    }
  };
  const give = ({ forceRefresh = false } = {}): Promise<Credentials> => {
    if (current === undefined || now() >= renewAt || (forceRefresh && !asking)) {
      renewAt = Number.POSITIVE_INFINITY;
      asking = true;
      current = ask();
    }
    return current;
  };
  return Object.assign(give, { memoized: true } as const);
}

/**
 * Takes the STS client's configuration (region, endpoint, ambient credentials), a role and its external id, and gives a
 * provider of the role's credentials. Session length is AWS's default of an hour, the most that role chaining allows.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumedRole(config: STSClientConfig, roleArn: string, externalId: string | null): MemoisedProvider {
  const sts = renewing(new STSClient(config));
  return memoised(async () => {
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: SESSION_NAME,
          ...(externalId === null ? {} : { ExternalId: externalId }),
        }),
      );
      if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined) {
        throw new Error("AssumeRole answered without credentials.");
      }
      return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
      };
    } catch (error) {
      // Whatever became of AssumeRole, the call that needed the credentials was never sent.
      throw new AwsCallError({ ...toAwsFailure("sts:AssumeRole", error), outcome: "refused" }, { cause: error });
    }
  });
}
