import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readConfig, sessionSecret } from "./config.ts";

const folder = mkdtempSync(join(tmpdir(), "imds-fleet-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const oidc = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "fleet",
  OIDC_CLIENT_SECRET: "s3cret-of-the-client",
  OIDC_ROLE_MAP: '{"platform":"admin"}',
};
const messageOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test("nothing set: the embedded database, one ambient account, this machine only", () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: null,
    dataDir: ".data",
    host: "127.0.0.1",
    port: 3000,
    accounts: [{ kind: "ambient", regions: "all" }],
    organization: null,
    homeRegion: "us-east-1",
    readOnly: false,
    scanIntervalSeconds: 300,
    rolloutTickSeconds: 15,
    metrics: { intervalMinutes: 60, windowDays: 14, dollarsAtMost: 500 },
    signIn: { kind: "token", token: null },
    logLevel: "info",
  });
});

test("an empty variable is an absent one", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "", ACCOUNTS: "" })).toEqual(readConfig({}));
});

test("CloudWatch is asked as often as one likes, or never", () => {
  const chosen = { METRICS_INTERVAL_MINUTES: "15", METRICS_WINDOW_DAYS: "3", METRICS_DOLLARS_A_MONTH: "20" };
  expect(readConfig(chosen).metrics).toEqual({ intervalMinutes: 15, windowDays: 3, dollarsAtMost: 20 });
  expect(readConfig({ METRICS_INTERVAL_MINUTES: "0" }).metrics).toBeNull();
  expect(messageOf({ METRICS_WINDOW_DAYS: "0" })).toContain("METRICS_WINDOW_DAYS is less than 1");
  expect(messageOf({ METRICS_DOLLARS_A_MONTH: "0" })).toContain("METRICS_DOLLARS_A_MONTH is less than 1");
});

test("accounts have their own regions, or those of REGIONS", () => {
  const accounts = [
    {
      id: "123456789012",
      label: "shop",
      roleArn: "arn:aws:iam::123456789012:role/fleet",
      externalId: "x-1",
      regions: ["eu-west-1"],
    },
    { id: "210987654321" },
  ];
  const wanted = [
    {
      kind: "account",
      id: "123456789012",
      label: "shop",
      roleArn: accounts[0]?.roleArn,
      externalId: "x-1",
      regions: ["eu-west-1"],
    },
    {
      kind: "account",
      id: "210987654321",
      label: "210987654321",
      roleArn: null,
      externalId: null,
      regions: ["us-east-1", "us-west-2"],
    },
  ];
  const REGIONS = "us-east-1, us-west-2,us-east-1";
  expect(readConfig({ ACCOUNTS: JSON.stringify(accounts), REGIONS }).accounts).toEqual(wanted);
  const path = join(folder, "accounts.json");
  writeFileSync(path, JSON.stringify(accounts));
  expect(readConfig({ ACCOUNTS_FILE: path, REGIONS }).accounts).toEqual(wanted);
});

test("an organization is read by one role's name, some of its accounts if so wished", () => {
  const ids = { ORGANIZATION_ACCOUNTS: "111122223333, 222233334444", ORGANIZATION_EXCLUDED_ACCOUNTS: "333344445555" };
  expect(readConfig({ ORGANIZATION_ROLE_NAME: "ops/fleet", REGIONS: "all" })).toMatchObject({
    accounts: [{ kind: "ambient", regions: "all" }],
    organization: { roleName: "ops/fleet", externalId: null, include: null, exclude: [], regions: "all" },
  });
  expect(
    readConfig({ ORGANIZATION_ROLE_NAME: "fleet", ORGANIZATION_EXTERNAL_ID: "x-1", REGIONS: "eu-west-1", ...ids })
      .organization,
  ).toEqual({
    roleName: "fleet",
    externalId: "x-1",
    include: ["111122223333", "222233334444"],
    exclude: ["333344445555"],
    regions: ["eu-west-1"],
  });
});

test.each([
  ["what the machine says", { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-east-2" }, "eu-west-1"],
  ["the first region that is named", { AWS_REGION: "eu-west-1", REGIONS: "eu-north-1,eu-west-1" }, "eu-north-1"],
  [
    "one of the partition the roles are in",
    { ACCOUNTS: '[{"id":"123456789012","roleArn":"arn:aws-cn:iam::123456789012:role/x"}]' },
    "cn-north-1",
  ],
  ["one of the partition of the regions", { REGIONS: "us-gov-west-1", AWS_REGION: "us-east-1" }, "us-gov-west-1"],
])("AWS is asked about accounts and regions in %s", (_, env, homeRegion) => {
  expect(readConfig(env).homeRegion).toBe(homeRegion);
});

test("everything wrong is told at once, and no value is repeated", () => {
  const message = messageOf({
    PORT: "80x",
    REGIONS: "us-east-1,utopia",
    READ_ONLY: "yes please",
    ACCOUNTS: '[{"id":"12","regions":[]},{"id":"123456789012","roleArn":"arn:aws:iam::999999999999:role/x"}]',
    NEXTAUTH_SECRET: "hunter2",
  });
  for (const name of [
    "PORT ",
    "REGIONS.1 ",
    "READ_ONLY ",
    "ACCOUNTS.0.id ",
    "ACCOUNTS.0.regions ",
    "NEXTAUTH_SECRET ",
  ]) {
    expect(message).toContain(`- ${name}`);
  }
  expect(message).not.toContain("hunter2");
});

test.each([
  [
    "a role of another account",
    { ACCOUNTS: '[{"id":"123456789012","roleArn":"arn:aws:iam::999999999999:role/x"}]' },
    "ACCOUNTS.0.roleArn",
  ],
  ["an account twice", { ACCOUNTS: '[{"id":"123456789012"},{"id":"123456789012"}]' }, "twice"],
  ["a misspelt key", { ACCOUNTS: '[{"id":"123456789012","rolearn":"x"}]' }, "rolearn"],
  [
    "regions of two partitions",
    { REGIONS: "us-east-1,cn-north-1" },
    "Regions and roles are of several partitions (aws, aws-cn)",
  ],
  [
    "a role of another partition than the regions",
    { REGIONS: "us-east-1", ACCOUNTS: '[{"id":"123456789012","roleArn":"arn:aws-us-gov:iam::123456789012:role/x"}]' },
    "(aws, aws-us-gov)",
  ],
  [
    "an organization without a role",
    { ORGANIZATION_ACCOUNTS: "111122223333" },
    "goes with ORGANIZATION_ROLE_NAME only",
  ],
  ["a role that is no name", { ORGANIZATION_ROLE_NAME: "a role" }, "ORGANIZATION_ROLE_NAME is no role name"],
  ["an account that is none", { ORGANIZATION_ROLE_NAME: "x", ORGANIZATION_ACCOUNTS: "12" }, "ORGANIZATION_ACCOUNTS.0"],
  ["no JSON", { ACCOUNTS: "[{" }, "ACCOUNTS is no JSON"],
  ["no file", { ACCOUNTS_FILE: join(folder, "none.json") }, "ACCOUNTS_FILE cannot be read"],
  ["half of OIDC", { OIDC_ISSUER: "https://id.example.com" }, "go together"],
  ["an unknown role", { ...oidc, OIDC_ROLE_MAP: '{"platform":"root"}' }, "OIDC_ROLE_MAP.platform"],
  ["another kind of database", { DATABASE_URL: "mysql://x/y" }, "DATABASE_URL"],
])("refuses %s", (_, env, words) => {
  expect(messageOf(env)).toContain(words);
});

describe("sign-in without proof stays on this machine", () => {
  test.each([
    ["token sign-in on every address", { HOST: "0.0.0.0" }, "HOST is not a loopback address"],
    ["demo without an endpoint", { DEMO: "1" }, "DEMO needs AWS_ENDPOINT_URL"],
    [
      "demo on a real endpoint",
      { DEMO: "1", AWS_ENDPOINT_URL: "https://elasticbeanstalk.us-east-1.amazonaws.com" },
      "DEMO needs",
    ],
    ["demo on a look-alike", { DEMO: "1", AWS_ENDPOINT_URL: "http://127.0.0.1.example.com" }, "DEMO needs"],
    ["demo beside OIDC", { ...oidc, DEMO: "1", AWS_ENDPOINT_URL: "http://127.0.0.1:4000" }, "DEMO is refused"],
  ])("refuses %s", (_, env, words) => {
    expect(messageOf(env)).toContain(words);
  });

  test("allows demo on loopback, and OIDC everywhere", () => {
    expect(readConfig({ DEMO: "true", AWS_ENDPOINT_URL: "http://[::1]:4000" }).signIn).toEqual({
      kind: "demo",
    });
    expect(readConfig({ ...oidc, HOST: "0.0.0.0" }).signIn).toMatchObject({
      kind: "oidc",
      roleMap: { platform: "admin" },
      roleClaim: "groups",
    });
  });
});

test("the session secret is made once, and only its owner may read it", () => {
  const made = sessionSecret({ nextAuthSecret: null, dataDir: folder });
  expect(made).toHaveLength(43);
  expect(sessionSecret({ nextAuthSecret: null, dataDir: folder })).toBe(made);
  expect(statSync(join(folder, "session-secret")).mode & 0o077).toBe(0);
  expect(sessionSecret({ nextAuthSecret: "given", dataDir: folder })).toBe("given");
});

describe("the webhook", () => {
  const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const other = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;

  test("is an https address with a secret, or with two while one replaces the other", () => {
    expect(readConfig({}).webhook).toBeNull();
    expect(readConfig({ WEBHOOK_URL: "https://hooks.example.com/a", WEBHOOK_SECRET: secret }).webhook).toEqual({
      url: "https://hooks.example.com/a",
      secrets: [secret],
    });
    expect(
      readConfig({ WEBHOOK_URL: "http://127.0.0.1:9000/", WEBHOOK_SECRET: `${other} ${secret}` }).webhook?.secrets,
    ).toEqual([other, secret]);
  });

  test.each([
    ["an address alone", { WEBHOOK_URL: "https://hooks.example.com/" }, "go together"],
    ["a secret alone", { WEBHOOK_SECRET: secret }, "go together"],
    ["http to elsewhere", { WEBHOOK_URL: "http://hooks.example.com/", WEBHOOK_SECRET: secret }, "is no https address"],
    ["a password", { WEBHOOK_URL: "https://a:b@hooks.example.com/", WEBHOOK_SECRET: secret }, "user name or password"],
    [
      "a short secret",
      { WEBHOOK_URL: "https://hooks.example.com/", WEBHOOK_SECRET: "whsec_c2hvcnQ=" },
      "24 to 64 bytes",
    ],
    ["no such secret", { WEBHOOK_URL: "https://hooks.example.com/", WEBHOOK_SECRET: "hunter2-hunter2" }, "whsec_"],
    ["three", { WEBHOOK_URL: "https://hooks.example.com/", WEBHOOK_SECRET: [other, other, other].join(" ") }, "two"],
  ])("%s is refused, and the secret is not repeated", (_, env, why) => {
    const message = messageOf({ ...env });
    expect(message).toContain(why);
    expect(message).not.toContain("hunter2");
    expect(message).not.toContain(secret);
  });
});
