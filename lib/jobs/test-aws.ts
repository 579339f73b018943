import type { LaneAccess } from "#lib/aws/lane.ts";
import type { TestAnswer, TestServer } from "#lib/aws/test-server.ts";
import { startTestServer } from "#lib/aws/test-server.ts";
import type { ConfiguredLane } from "./lanes.ts";

export type TestAws = Omit<TestServer, "access"> & {
  lane: (region: string) => ConfiguredLane & { aws: NonNullable<LaneAccess["aws"]> };
};

const EMPTY: Readonly<Record<string, string>> = {
  GetCallerIdentity:
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/scanner</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
  DescribeEnvironments:
    "<DescribeEnvironmentsResponse><DescribeEnvironmentsResult><Environments/></DescribeEnvironmentsResult></DescribeEnvironmentsResponse>",
  DescribeInstances: "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>",
  GetInstanceMetadataDefaults:
    "<GetInstanceMetadataDefaultsResponse><accountLevel/></GetInstanceMetadataDefaultsResponse>",
};

/** Starts an AWS whose one account is empty; `instead` answers first, for what must go wrong or wait. */
export async function startEmptyAws(
  instead: (action: string, parameters: URLSearchParams) => TestAnswer | undefined = () => undefined,
): Promise<TestAws> {
  const { access, ...server } = await startTestServer((parameters) => {
    const action = parameters.get("Action") ?? "";
    return instead(action, parameters) ?? { body: EMPTY[action] ?? "" };
  });
  const { aws } = access;
  if (aws === undefined) throw new Error("The test server says where it is.");
  return { ...server, lane: (region) => ({ ...access, aws, region, accountLabel: "Test" }) };
}
