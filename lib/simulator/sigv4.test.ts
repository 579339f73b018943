import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeEnvironmentsCommand, ElasticBeanstalkClient } from "@aws-sdk/client-elastic-beanstalk";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "./server.ts";

let simulator: Simulator;
let clockOffset = 0;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 40,
    accounts: 5,
    regions: ["us-east-1", "eu-west-1"],
    throttle: "off",
    clock: () => new Date(Date.now() + clockOffset),
  });
});

afterAll(() => simulator.close());

const once = { maxAttempts: 1 };
const form = { "content-type": "application/x-www-form-urlencoded" };
const SKEW = 20 * 60_000;

const assumable = () => {
  const found = simulator.world.accounts.find(({ roleAssumable }, index) => roleAssumable && index > 0);
  if (found === undefined) throw new Error("no assumable role");
  return found;
};

test("expired credentials are told from wrong ones, in each service's words", async () => {
  const { roleArn, externalId } = assumable();
  const { Credentials } = await new STSClient(clientConfig(simulator)).send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: "scan",
      ExternalId: externalId,
      DurationSeconds: 900,
    }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  clockOffset = SKEW;
  try {
    const config = { ...clientConfig(simulator), ...once, credentials, systemClockOffset: SKEW };
    await expect(new STSClient(config).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "ExpiredToken",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(new EC2Client(config).send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: "RequestExpired",
    });
  } finally {
    clockOffset = 0;
  }
});

test("a clock far off is refused; the SDK corrects its own and gets through", async () => {
  clockOffset = SKEW;
  try {
    const refused = new STSClient({ ...clientConfig(simulator), ...once });
    await expect(refused.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than/),
    });
    const { $metadata } = await new STSClient(clientConfig(simulator)).send(new GetCallerIdentityCommand({}));
    expect($metadata.attempts).toBe(2);
  } finally {
    clockOffset = 0;
  }
});

test("wrong secrets and unknown keys", async () => {
  const config = { ...clientConfig(simulator), ...once };
  const wrong = { ...config, credentials: { ...config.credentials, secretAccessKey: "wrong" } };
  const unknown = {
    ...config,
    credentials: { ...config.credentials, accessKeyId: "AKIAUNKNOWN000000000" },
  };
  const environments = new DescribeEnvironmentsCommand({});
  await expect(new ElasticBeanstalkClient(wrong).send(environments)).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(new ElasticBeanstalkClient(unknown).send(environments)).rejects.toMatchObject({
    name: "InvalidClientTokenId",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(new EC2Client(unknown).send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
    name: "AuthFailure",
    $metadata: { httpStatusCode: 401 },
  });
  const elsewhere = new ElasticBeanstalkClient({ ...config, region: "sa-east-1" });
  await expect(elsewhere.send(environments)).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
});

test("a body changed on the way is noticed, whether or not its hash was sent along", async () => {
  const { endpoint, region, credentials } = clientConfig(simulator);
  const url = new URL(endpoint);
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const statusOf = async (applyChecksum: boolean, sent: string): Promise<number> => {
    const signer = new SignatureV4({
      credentials,
      region,
      service: "sts",
      sha256: Sha256,
      applyChecksum,
    });
    const { headers } = await signer.sign(
      new HttpRequest({ method: "POST", path: "/", headers: { host: url.host, ...form }, body }),
    );
    return (await fetch(url, { method: "POST", headers, body: sent })).status;
  };
  expect(await Promise.all([statusOf(true, body), statusOf(false, body)])).toEqual([200, 200]);
  expect(await Promise.all([statusOf(true, `${body}&X=1`), statusOf(false, `${body}&X=1`)])).toEqual([403, 403]);
});

test("an unsigned request is answered in the protocol it speaks", async () => {
  const post = async (body: string, headers: Record<string, string> = form) => {
    const response = await fetch(simulator.endpoint, { method: "POST", body, headers });
    return {
      status: response.status,
      id: response.headers.get("x-amzn-requestid"),
      text: await response.text(),
    };
  };
  const query = await post("Action=DescribeEnvironments&Version=2010-12-01");
  expect(query).toMatchObject({
    status: 403,
    text: expect.stringContaining("<Code>MissingAuthenticationToken</Code>"),
  });
  expect(query.text).toContain(`<RequestId>${query.id ?? ""}</RequestId>`);
  expect((await post("Action=DescribeInstances&Version=2016-11-15")).text).toMatch(
    /<Response><Errors><Error><Code>MissingParameter<\/Code><Message>[^<]*AWSAccessKeyId/,
  );
  expect((await post("{}", { "x-amz-target": "GraniteServiceVersion20100801.GetMetricData" })).text).toContain(
    '"__type":"MissingAuthenticationToken"',
  );
  expect((await post("x", { ...form, authorization: "AWS4-HMAC-SHA256 nonsense" })).status).toBe(403);
  expect((await post("Version=2010-12-01", { ...form, authorization: "Basic eHk6eg==" })).text).toContain(
    "<Code>IncompleteSignature</Code>",
  );
});
