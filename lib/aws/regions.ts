import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { AccountRegions } from "#lib/imds/account.ts";
import { hasBeanstalk } from "./beanstalk-regions.ts";
import type { CallOptions } from "./call.ts";
import { readCall } from "./call.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";

/**
 * Takes a lane and gives the regions of its account: those to read, which are enabled and have Elastic Beanstalk, and the
 * others with the reason, each in alphabetical order. Throws `AwsCallError`, or the signal's reason.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export async function readRegions(lane: LaneAccess, call: CallOptions): Promise<AccountRegions> {
  const { ec2, limiters } = laneClients(lane);
  const command = new DescribeRegionsCommand({ AllRegions: true });
  const { Regions = [] } = await readCall(limiters.ec2, "ec2:DescribeRegions", call, (options) =>
    ec2.send(command, options),
  );
  const regions: AccountRegions = { read: [], leftOut: [] };
  for (const { RegionName: region, OptInStatus } of Regions) {
    if (region === undefined) continue;
    if (!hasBeanstalk(region)) regions.leftOut.push({ region, reason: "no-elastic-beanstalk" });
    else if (OptInStatus === "not-opted-in") regions.leftOut.push({ region, reason: "not-enabled" });
    else regions.read.push(region);
  }
  regions.read.sort();
  regions.leftOut.sort((one, other) => (one.region < other.region ? -1 : 1));
  return regions;
}
