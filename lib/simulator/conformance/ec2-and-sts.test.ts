import { EC2Client, GetInstanceMetadataDefaultsCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Instance, Lane } from "../world.ts";
import { flags, playedBy, startCli, type AskOptions, type Cli, type CliAnswer } from "./test-cli.ts";

const REGIONS = ["eu-west-1", "us-east-1"];

let simulator: Simulator;
let cli: Cli;
let lane: Lane;
let instances: Instance[];

beforeAll(async () => {
  simulator = await startSimulator({ environments: 60, accounts: 4, regions: REGIONS, throttle: "off", speed: 1 });
  cli = await startCli(findAwsCli(), simulator);
  const [first] = simulator.world.lanes;
  if (first === undefined) throw new Error("no lane");
  lane = first;
  instances = lane.environments.flatMap(({ instances: some }) => some);
});

afterAll(async () => {
  await cli.close();
  await simulator.close();
});

const ask = async (command: string, args: readonly string[] = [], options: AskOptions = {}): Promise<CliAnswer> => {
  const answer = await cli.ask(command, args, options);
  expect(answer.err).toBe("");
  return answer;
};
const isDate = (date: Date) => expect.toSatisfy((text: unknown) => Date.parse(String(text)) === date.getTime());

const Instances = z.object({
  Reservations: z.array(z.object({ Instances: z.array(z.looseObject({ InstanceId: z.string() })) })),
  NextToken: z.string().optional(),
});
const describeInstances = async (...args: string[]) => {
  const { Reservations, NextToken } = Instances.parse((await ask("ec2 describe-instances", args)).json);
  return { found: Reservations.flatMap(({ Instances: some }) => some), NextToken };
};

test("describe-instances shows what an instance enforces", async () => {
  const one = instances.find(({ state }) => state === "running");
  const { found } = await describeInstances("--instance-ids", one?.id ?? "");
  expect(found).toMatchObject([
    {
      InstanceId: one?.id,
      ImageId: one?.imageId,
      InstanceType: one?.instanceType,
      LaunchTime: isDate(new Date(Math.floor((one?.launchedAt.getTime() ?? 0) / 1000) * 1000)),
      State: { Code: 16, Name: "running" },
      MetadataOptions: {
        State: "applied",
        HttpTokens: one?.httpTokens,
        HttpPutResponseHopLimit: one?.hopLimit,
        HttpEndpoint: "enabled",
        HttpProtocolIpv6: "disabled",
        InstanceMetadataTags: "disabled",
      },
      Tags: expect.arrayContaining([{ Key: "elasticbeanstalk:environment-id", Value: one?.environmentId }]),
    },
  ]);
});

test("describe-instances pages and filters as the CLI asks", async () => {
  const [whole, paged, first, required, ofOne, starred] = await Promise.all([
    describeInstances(),
    describeInstances("--page-size", "5"),
    describeInstances("--page-size", "5", "--max-items", "7"),
    describeInstances("--filters", "Name=metadata-options.http-tokens,Values=required"),
    describeInstances("--filters", `Name=tag:elasticbeanstalk:environment-id,Values=${instances[0]?.environmentId}`),
    describeInstances(
      "--filters",
      "Name=tag-key,Values=elasticbeanstalk:*",
      "Name=instance-state-name,Values=running,pending",
    ),
  ]);
  const idsOf = ({ found }: { found: { InstanceId: string }[] }) => found.map(({ InstanceId }) => InstanceId);
  const expected = (accept: (instance: Instance) => boolean) =>
    instances
      .filter(accept)
      .map(({ id }) => id)
      .toSorted();
  expect(idsOf(whole)).toEqual(expected(() => true));
  expect(idsOf(paged)).toEqual(idsOf(whole));
  const second = await describeInstances("--page-size", "5", "--starting-token", first.NextToken ?? "");
  expect(idsOf(first)).toHaveLength(7);
  expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(whole));
  expect(idsOf(required)).toEqual(expected(({ httpTokens }) => httpTokens === "required"));
  expect(idsOf(ofOne)).toEqual(expected(({ environmentId }) => environmentId === instances[0]?.environmentId));
  expect(idsOf(starred)).toEqual(expected(() => true));
});

test("EC2's waiters that need not wait end at once", async () => {
  const one = instances.find(({ state }) => state === "running");
  const gone: Instance = {
    ...(one ?? instances[0] ?? Object.create(null)),
    id: "i-0123456789abcdef0",
    state: "terminated",
    terminatedAt: new Date(),
  };
  lane.goneInstances.push(gone);
  const answers = await Promise.all([
    ask("ec2 wait instance-exists", ["--instance-ids", one?.id ?? ""]),
    ask("ec2 wait instance-running", ["--instance-ids", one?.id ?? ""]),
    ask("ec2 wait instance-terminated", ["--instance-ids", gone.id]),
  ]);
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
});

test("describe-regions lists the world's regions", async () => {
  const [all, one] = await Promise.all([
    ask("ec2 describe-regions"),
    ask("ec2 describe-regions", ["--filters", "Name=endpoint,Values=*us-east*"]),
  ]);
  const region = (name: string) => ({
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
    OptInStatus: "opt-in-not-required",
  });
  expect(all.json).toEqual({ Regions: REGIONS.map(region) });
  expect(one.json).toEqual({ Regions: [region("us-east-1")] });
});

/** The operation is of 2024: a CLI from before says that it does not know it, and the SDK stands in. */
const metadataDefaults = async (account: number): Promise<unknown> => {
  const { code, err, json } = await cli.ask("ec2 get-instance-metadata-defaults", [], { account });
  if (code === 0) return json;
  expect(err).toMatch(/invalid choice/i);
  const ec2 = new EC2Client(clientConfig(simulator, { account }));
  return ec2.send(new GetInstanceMetadataDefaultsCommand({}));
};

test("get-instance-metadata-defaults shows what an account enforces, and nothing that was never set", async () => {
  const enforced = simulator.world.lanes.find(({ httpTokensEnforced }) => httpTokensEnforced);
  const account = simulator.world.accounts.findIndex(({ id }) => id === enforced?.accountId);
  const [plain, strict] = await Promise.all([metadataDefaults(0), metadataDefaults(account)]);
  expect(plain).toHaveProperty("AccountLevel");
  expect(plain).not.toHaveProperty("AccountLevel.HttpTokens");
  expect(plain).not.toHaveProperty("AccountLevel.HttpPutResponseHopLimit");
  expect(strict).toMatchObject({ AccountLevel: { HttpTokens: "required", HttpPutResponseHopLimit: 2 } });
});

test("get-caller-identity and assume-role: a session is somebody else, in the role's account", async () => {
  const [user, role] = simulator.world.accounts;
  const before = await ask("sts get-caller-identity");
  expect(before.json).toEqual({
    UserId: expect.stringMatching(/^AIDA/),
    Account: user?.id,
    Arn: `arn:aws:iam::${user?.id}:user/${user?.alias}`,
  });
  const assumed = await ask(
    "sts assume-role",
    flags({
      "role-arn": role?.roleArn ?? "",
      "role-session-name": "conformance",
      "external-id": role?.externalId ?? "",
      "duration-seconds": "900",
    }),
  );
  const { Credentials } = z
    .object({
      Credentials: z.object({
        AccessKeyId: z.string().startsWith("ASIA"),
        SecretAccessKey: z.string(),
        SessionToken: z.string(),
        Expiration: z.string(),
      }),
    })
    .parse(assumed.json);
  expect(Date.parse(Credentials.Expiration)).toBe(simulator.world.sessions[0]?.expiresAt.getTime());
  const credentials = {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
  };
  const arn = `arn:aws:sts::${role?.id}:assumed-role/imds-fleet/conformance`;
  const [after, elsewhere] = await Promise.all([
    ask("sts get-caller-identity", [], { credentials }),
    ask("elasticbeanstalk describe-applications", [], { credentials }),
  ]);
  expect(after.json).toEqual({ UserId: expect.stringMatching(/^AROA.*:conformance$/), Account: role?.id, Arn: arn });
  expect(elsewhere.out).toContain(`:${role?.id}:application/`);
});

test("describe-regions with all regions shows those nobody opted in to", async () => {
  const { json } = await ask("ec2 describe-regions", ["--all-regions"]);
  expect(json).toMatchObject({
    Regions: expect.arrayContaining([
      { RegionName: "us-east-1", Endpoint: "ec2.us-east-1.amazonaws.com", OptInStatus: "opt-in-not-required" },
      { RegionName: "eu-south-1", Endpoint: "ec2.eu-south-1.amazonaws.com", OptInStatus: "not-opted-in" },
    ]),
  });
});

const Accounts = z.object({
  Accounts: z.array(z.looseObject({ Id: z.string(), State: z.string().optional() })),
  NextToken: z.string().optional(),
});

test("list-accounts goes on after an empty page, as the CLI's own paging does", async () => {
  const members = simulator.world.organization?.members ?? [];
  const whole = Accounts.parse((await ask("organizations list-accounts")).json);
  expect(whole.Accounts.map(({ Id }) => Id)).toEqual(members.map(({ id }) => id));
  expect(whole.Accounts[0]).toMatchObject({
    Arn: `arn:aws:organizations::${members[0]?.id}:account/${simulator.world.organization?.id}/${members[0]?.id}`,
    Name: members[0]?.name,
    JoinedMethod: "CREATED",
  });
  expect(whole.Accounts[0]).not.toHaveProperty("Status");
  const first = Accounts.parse(
    (await ask("organizations list-accounts", ["--no-paginate", "--max-results", "3"])).json,
  );
  expect(first.Accounts).toHaveLength(3);
  const next = ["--no-paginate", "--max-results", "3", "--next-token", first.NextToken ?? ""];
  expect(Accounts.parse((await ask("organizations list-accounts", next)).json)).toMatchObject({
    Accounts: [],
    NextToken: expect.any(String),
  });
});

test("describe-organization is answered to every member, list-accounts to some", async () => {
  const [described, delegated, refused] = await Promise.all([
    ask("organizations describe-organization", [], { account: 3 }),
    ask("organizations list-accounts", [], { account: 1 }),
    cli.ask("organizations list-accounts", [], { account: 3 }),
  ]);
  expect(described.json).toMatchObject({ Organization: { MasterAccountId: simulator.world.accounts[0]?.id } });
  expect(delegated.code).toBe(0);
  expect(refused.err).toContain("(AccessDeniedException) when calling the ListAccounts operation");
});

test("the management account assumes the organization's role, and nobody else does", async () => {
  const arn = `arn:aws:iam::${simulator.world.accounts[2]?.id}:role/OrganizationAccountAccessRole`;
  const role = flags({ "role-arn": arn, "role-session-name": "conformance" });
  const [trusted, other] = await Promise.all([
    ask("sts assume-role", role),
    cli.ask("sts assume-role", role, { account: 1 }),
  ]);
  expect(trusted.json).toMatchObject({ Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) } });
  expect(other.err).toContain("not authorized to perform: sts:AssumeRole");
});

test("every operation that is played was asked for", () => {
  expect([...cli.asked].filter((name) => !name.startsWith("elasticbeanstalk/")).toSorted()).toEqual(
    playedBy("ec2", "sts", "organizations"),
  );
});
