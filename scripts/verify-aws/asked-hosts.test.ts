import { expect, test } from "vitest";
import { answererOf, ignoredEndpoints } from "./asked-hosts.ts";

test.for([
  [["elasticbeanstalk.eu-west-1.amazonaws.com", "sts.us-gov-west-1.amazonaws.com"], "AWS"],
  [["ec2.cn-north-1.amazonaws.com.cn", "ec2.eu-west-1.api.aws"], "AWS"],
  [["vpce-1.sts.eu-west-1.vpce.amazonaws.com"], "AWS"],
  [["ec2.eu-west-1.amazonaws.com", "localhost:4566"], "localhost:4566 (not AWS)"],
  [["amazonaws.com.example.org"], "amazonaws.com.example.org (not AWS)"],
  [["notamazonaws.com"], "notamazonaws.com (not AWS)"],
] as const)("%j is %s", ([hosts, answerer]) => {
  expect(answererOf(hosts)).toBe(answerer);
});

test("endpoints in the environment that were not used", () => {
  expect(
    ignoredEndpoints({
      AWS_ENDPOINT_URL_EC2: "http://x",
      AWS_ENDPOINT_URL: "http://y",
      AWS_ENDPOINT_URL_STS: "",
      AWS_REGION: "z",
    }),
  ).toEqual(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2"]);
});
