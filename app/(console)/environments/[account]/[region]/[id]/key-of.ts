import type { EnvironmentKey } from "#lib/imds/environment.ts";

export type EnvironmentParams = Promise<{ account: string; region: string; id: string }>;

/** Takes a route's parameters and gives the key of the environment they name. */
export async function keyOf(params: EnvironmentParams): Promise<EnvironmentKey> {
  const { account, region, id } = await params;
  return {
    accountId: decodeURIComponent(account),
    region: decodeURIComponent(region),
    environmentId: decodeURIComponent(id),
  };
}
