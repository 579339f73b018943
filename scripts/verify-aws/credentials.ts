import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { toAwsFailure } from "#lib/aws/failure.ts";
import type { Traffic } from "./gate.ts";
import { NotAllowedError } from "./gate.ts";
import type { TargetOptions } from "./target.ts";
import { clientConfig } from "./target.ts";

/** Credentials as the SDK's clients take them. */
export type Credentials = NonNullable<STSClientConfig["credentials"]>;

/**
 * Takes a profile and gives one provider for the whole run: the SDK's credential chain, resolved once and again only when
 * it expires. It does not pass the gate: a profile may have to assume a role or ask SSO, which is no question of ours.
 */
export function credentialsOf({ region, profile }: { region: string; profile?: string | undefined }): Credentials {
  const chain = new STSClient({ region, ...(profile === undefined ? {} : { profile }) });
  return () => chain.config.credentials();
}

/** Who asks, and the first region in which AWS said so. */
export type Caller = { accountId: string; region: string };

/**
 * Takes where to ask in each region and gives the account's id, from the first region that tells. Throws where no
 * credentials are found, and where AWS accepts them in none of the regions.
 */
export async function callerOf(options: readonly TargetOptions[], traffic: Traffic): Promise<Caller> {
  const problems: string[] = [];
  for (const one of options) {
    const sts = new STSClient({ ...clientConfig(one, traffic, "sts"), maxAttempts: 3 });
    // Throws what is wrong with the credentials themselves: no region would take them.
    await sts.config.credentials();
    try {
      const { Account } = await sts.send(new GetCallerIdentityCommand({}));
      return { accountId: Account ?? "unknown", region: one.region };
    } catch (error) {
      if (error instanceof NotAllowedError) throw error;
      const { code, message } = toAwsFailure("sts:GetCallerIdentity", error);
      problems.push(`${one.region}: ${code}: ${message}`);
    }
  }
  const hint = `Are the credentials valid, and is ${options.length === 1 ? "this region" : "one of these regions"} enabled for the account?`;
  throw new Error(`sts:GetCallerIdentity failed. ${problems.join("; ")}. ${hint}`);
}
