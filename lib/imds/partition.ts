/** AWS's partitions where Elastic Beanstalk exists; each has accounts, credentials and consoles of its own. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** Takes a region and gives its partition; names of regions begin with it. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Takes an ARN as AWS gave it and gives its partition, as AWS wrote it. */
export function partitionIn(arn: string): string {
  return arn.split(":")[1] ?? "";
}

/** A region's name as AWS writes them: us-east-1, us-gov-west-1, ap-southeast-7. */
export const REGION_NAME = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/u;
