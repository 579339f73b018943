/**
 * Where Elastic Beanstalk exists. No API tells: this is the list of endpoints that AWS's SDKs ship (botocore,
 * endpoints.json), as of 24 November 2026, beside https://docs.aws.amazon.com/general/latest/gr/elasticbeanstalk.html.
 * Not in it, and not known to have the service: ap-east-2 (Taipei) and mx-central-1. What is newer than this list is read
 * when REGIONS names it.
 */
const BEANSTALK_REGIONS: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
]);

/** Takes a region and tells whether Elastic Beanstalk is known to exist there. */
export function hasBeanstalk(region: string): boolean {
  return BEANSTALK_REGIONS.has(region);
}
