import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 40,
    accounts: 5,
    regions: ["us-east-1", "eu-west-1"],
    throttle: "off",
  });
});

afterAll(() => simulator.close());

const once = { maxAttempts: 1 };

const account = (index: number) => {
  const found = simulator.ready.accounts[index];
  if (found === undefined) throw new Error(`no account ${index}`);
  return found;
};

const assumable = () => {
  const found = simulator.world.accounts.find(({ roleAssumable }, index) => roleAssumable && index > 0);
  if (found === undefined) throw new Error("no assumable role");
  return found;
};

test("GetCallerIdentity tells the account of the access key", async () => {
  const identity = await new STSClient(clientConfig(simulator, { account: 1 })).send(new GetCallerIdentityCommand({}));
  expect(identity.Account).toBe(account(1).id);
  expect(identity.Arn).toMatch(/^arn:aws:iam::\d{12}:user\//);
  expect(identity.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test("AssumeRole gives credentials of the role's account, for those who know the external id", async () => {
  const sts = new STSClient({ ...clientConfig(simulator), ...once });
  const { id, roleArn, externalId } = assumable();
  const assume = (change: object) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: "scan",
        ExternalId: externalId,
        ...change,
      }),
    );

  const { Credentials } = await assume({ DurationSeconds: 900 });
  if (Credentials === undefined) throw new Error("no credentials");
  const lifetime = (Credentials.Expiration?.getTime() ?? 0) - Date.now();
  expect(Math.abs(lifetime - 900_000)).toBeLessThan(10_000);
  const credentials = {
    accessKeyId: Credentials.AccessKeyId ?? "",
    secretAccessKey: Credentials.SecretAccessKey ?? "",
    sessionToken: Credentials.SessionToken ?? "",
  };
  const config = { ...clientConfig(simulator), ...once, credentials };
  const identity = await new STSClient(config).send(new GetCallerIdentityCommand({}));
  expect(identity.Account).toBe(id);
  expect(identity.Arn).toMatch(/assumed-role\/.+\/scan$/);

  const wrongToken = { ...config, credentials: { ...credentials, sessionToken: "forged" } };
  await expect(new STSClient(wrongToken).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
  const chained = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: "again",
    ExternalId: externalId,
    DurationSeconds: 7200,
  });
  await expect(new STSClient(config).send(chained)).rejects.toMatchObject({
    name: "ValidationError",
  });

  await expect(assume({ ExternalId: "guess" })).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(assume({ ExternalId: undefined })).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(assume({ RoleArn: "arn:aws:iam::999999999999:role/other" })).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await expect(assume({ DurationSeconds: 899 })).rejects.toMatchObject({ name: "ValidationError" });
  await expect(assume({ DurationSeconds: 43_201 })).rejects.toMatchObject({
    name: "ValidationError",
  });
  await expect(assume({ DurationSeconds: 3601 })).rejects.toMatchObject({
    name: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  });
  await expect(assume({ DurationSeconds: 3600 })).resolves.toBeDefined();
  await expect(assume({ RoleSessionName: "with spaces" })).rejects.toMatchObject({
    name: "ValidationError",
  });
  await expect(assume({ RoleArn: undefined })).rejects.toMatchObject({
    message: expect.stringContaining("Value null at 'roleArn'"),
  });
});

test("one account's role cannot be assumed by anyone", async () => {
  const closed = simulator.world.accounts.find(({ roleAssumable }) => !roleAssumable);
  if (closed === undefined) throw new Error("every role is assumable");
  const command = new AssumeRoleCommand({
    RoleArn: closed.roleArn,
    RoleSessionName: "scan",
    ExternalId: closed.externalId,
  });
  await expect(new STSClient(clientConfig(simulator)).send(command)).rejects.toMatchObject({
    name: "AccessDenied",
  });
});
