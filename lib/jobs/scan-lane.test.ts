import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestAnswer } from "#lib/aws/test-server.ts";
import { queryError } from "#lib/aws/test-server.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { readPlatforms } from "#lib/db/platform-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { CHECK_AGAIN_AFTER_MS, CHECK_AGAIN_BEFORE_MS } from "./check-again.ts";
import { scanLane } from "./scan-lane.ts";
import type { TestAws } from "./test-aws.ts";
import { startEmptyAws } from "./test-aws.ts";

let aws: TestAws;
let answers: Record<string, (parameters: URLSearchParams) => TestAnswer>;
let regions = 0;

beforeEach(async () => {
  answers = { ...ALL };
  aws = await startEmptyAws((action, parameters) => answers[action]?.(parameters));
});
afterEach(() => aws.close());

const result = (operation: string, inner: string): TestAnswer => ({
  body: `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
});

const environment = (name: string, updated = "2026-01-01T00:00:00.123Z", status = "Ready") =>
  `<member><EnvironmentId>e-${name}</EnvironmentId><EnvironmentName>${name}</EnvironmentName><ApplicationName>shop</ApplicationName>` +
  `<PlatformArn>arn:aws:elasticbeanstalk:us-east-1::platform/Python/4.0.1</PlatformArn><Tier><Name>WebServer</Name></Tier>` +
  `<Status>${status}</Status><Health>Green</Health><DateUpdated>${updated}</DateUpdated></member>`;

const environments =
  (...all: string[]) =>
  () =>
    result("DescribeEnvironments", `<Environments>${all.join("")}</Environments>`);

const settings = (value: string, more = "") =>
  result(
    "DescribeConfigurationSettings",
    `<ConfigurationSettings><member><DeploymentStatus>deployed</DeploymentStatus><OptionSettings><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><OptionName>DisableIMDSv1</OptionName><Value>${value}</Value></member></OptionSettings></member>${more}</ConfigurationSettings>`,
  );

const options = (defaultValue: string) =>
  result(
    "DescribeConfigurationOptions",
    `<Options><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><Name>DisableIMDSv1</Name><DefaultValue>${defaultValue}</DefaultValue></member></Options>`,
  );

/** Two environments with two instances; what a test wants otherwise it replaces. */
const ALL: typeof answers = {
  DescribeEnvironments: environments(environment("web"), environment("worker")),
  DescribeInstances: () => ({
    body:
      "<DescribeInstancesResponse><reservationSet><item><instancesSet>" +
      ["required", "optional"]
        .map((tokens, index) => {
          const id = index === 0 ? "e-web" : "e-worker";
          return `<item><instanceId>i-${index}</instanceId><metadataOptions><httpTokens>${tokens}</httpTokens></metadataOptions><tagSet><item><key>elasticbeanstalk:environment-id</key><value>${id}</value></item></tagSet></item>`;
        })
        .join("") +
      "</instancesSet></item></reservationSet></DescribeInstancesResponse>",
  }),
  GetInstanceMetadataDefaults: () => ({
    body: "<GetInstanceMetadataDefaultsResponse><accountLevel><httpTokensEnforced>enabled</httpTokensEnforced></accountLevel></GetInstanceMetadataDefaultsResponse>",
  }),
  DescribeConfigurationOptions: () => options("true"),
  DescribeConfigurationSettings: () => settings("true"),
};

onEachDatabase((sql) => {
  /** A lane of its own for a test, and ways to scan it and to see what is known of it. */
  async function lane() {
    regions += 1;
    const access = aws.lane(`us-test-${regions}`);
    await syncLanes(sql(), [access]);
    const scan = (signal?: AbortSignal, now = () => new Date()) =>
      scanLane({ sql: sql(), access, now, metrics: null, signal });
    const row = (name: string) =>
      findEnvironments(sql(), [
        { accountId: access.accountId, region: access.region, environmentId: `e-${name}` },
      ]).then(([found]) => found);
    const view = () => listLanes(sql()).then(([found]) => found);
    const asked = (action: string) =>
      aws.requests.filter(({ parameters }) => parameters.get("Action") === action).length;
    return { access, scan, row, view, asked };
  }

  test("stores what is configured and what is effective", async () => {
    const { scan, row, view } = await lane();
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("web")).toMatchObject({
      configured: "v2-only",
      effective: "v2-only",
      drift: false,
      instanceCount: 1,
    });
    expect(await row("worker")).toMatchObject({
      configured: "v2-only",
      effective: "v1-and-v2",
      drift: true,
      platformDefault: "true",
    });
    expect(await view()).toMatchObject({
      scan: { kind: "idle" },
      failure: null,
      environmentCount: 2,
      httpTokensEnforced: true,
      identityArn: "arn:aws:iam::111122223333:user/scanner",
    });
  });

  test("asks again only for settings of environments that moved, and for no platform twice", async () => {
    const { scan, asked } = await lane();
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    answers["DescribeEnvironments"] = environments(
      environment("web", "2026-01-01T00:00:00.456Z"),
      environment("worker"),
    );
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(3);
    expect(asked("DescribeConfigurationOptions")).toBe(1);
  });

  test("reads settings again within a day although DateUpdated stands still, and not within six hours", async () => {
    const { scan, row, asked } = await lane();
    await scan();
    answers["DescribeConfigurationSettings"] = () => settings("false");
    const later = (milliseconds: number) => () => new Date(Date.now() + milliseconds);
    await scan(undefined, later(CHECK_AGAIN_AFTER_MS - 60_000));
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    await scan(undefined, later(CHECK_AGAIN_BEFORE_MS));
    expect(asked("DescribeConfigurationSettings")).toBe(4);
    expect(await row("web")).toMatchObject({ configured: "v1-and-v2" });
  });

  test("reads settings again once a draft was applied, and not before, although DateUpdated stands still", async () => {
    const { scan, row, asked } = await lane();
    const during = environment("web", undefined, "Updating");
    answers["DescribeEnvironments"] = environments(during);
    answers["DescribeConfigurationSettings"] = () =>
      settings("false", "<member><DeploymentStatus>pending</DeploymentStatus></member>");
    await scan();
    await scan();
    expect(await row("web")).toMatchObject({ optionValue: "false", draftStatus: "pending" });
    expect(asked("DescribeConfigurationSettings")).toBe(1);
    answers["DescribeEnvironments"] = environments(environment("web"));
    answers["DescribeConfigurationSettings"] = () => settings("true");
    await scan();
    expect(await row("web")).toMatchObject({ optionValue: "true", draftStatus: null });
  });

  test("an environment that vanished between two calls does not fail the lane", async () => {
    const { scan, row, view } = await lane();
    answers["DescribeConfigurationSettings"] = (parameters) =>
      parameters.get("EnvironmentName") === "web"
        ? queryError("InvalidParameterValue", "No Environment found for EnvironmentName = 'web'.")
        : settings("true");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("worker")).toMatchObject({ configured: "v2-only" });
    expect(await row("web")).toMatchObject({ configured: "unknown", effective: "v2-only" });
    expect((await view())?.failure).toBeNull();
  });

  test("settings of one that cannot be read are left for the next scan", async () => {
    const { scan, row } = await lane();
    answers["DescribeEnvironments"] = environments(environment("web"), environment("worker"), environment("third"));
    let denied = true;
    answers["DescribeConfigurationSettings"] = (parameters) =>
      denied && parameters.get("EnvironmentName") === "web"
        ? queryError("AccessDenied", "not authorized", 403)
        : settings("true");
    expect(await scan()).toEqual({ kind: "done" });
    denied = false;
    await scan();
    expect(await row("web")).toMatchObject({ configured: "v2-only" });
  });

  test("settings none of which may be read are the lane's failure, in AWS's words; the rest stays visible", async () => {
    const { scan, row, view } = await lane();
    answers["DescribeConfigurationSettings"] = () => queryError("AccessDenied", "User is not authorized.", 403);
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "AccessDenied" } });
    expect(await view()).toMatchObject({
      scan: { kind: "idle" },
      lastSuccessAt: null,
      failure: {
        operation: "elasticbeanstalk:DescribeConfigurationSettings",
        message: "User is not authorized.",
        phase: "settings",
        httpStatus: 403,
      },
    });
    expect(await row("worker")).toMatchObject({ configured: "unknown", effective: "v1-and-v2" });
  });

  test("a lane that fails keeps the rows of its earlier scan", async () => {
    const { scan, row, view } = await lane();
    await scan();
    const success = (await view())?.lastSuccessAt;
    answers["DescribeEnvironments"] = () => queryError("ServiceUnavailable", "The service cannot answer.", 503);
    expect(await scan()).toMatchObject({ kind: "failed" });
    expect(await view()).toMatchObject({
      lastSuccessAt: success,
      environmentCount: 2,
      failure: { code: "ServiceUnavailable", message: "The service cannot answer.", phase: "environments" },
    });
    expect(await row("web")).toMatchObject({ configured: "v2-only" });
    answers["DescribeEnvironments"] = ALL["DescribeEnvironments"] ?? environments();
    expect(await scan()).toEqual({ kind: "done" });
    expect((await view())?.failure).toBeNull();
  });

  test("credentials of another account are refused before anything is read", async () => {
    const { scan, view, asked } = await lane();
    answers["GetCallerIdentity"] = () =>
      result("GetCallerIdentity", "<Account>999988887777</Account><Arn>arn:aws:iam::999988887777:user/other</Arn>");
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "WrongAccount" } });
    expect((await view())?.failure).toMatchObject({
      phase: "identity",
      message: expect.stringContaining("arn:aws:iam::999988887777:user/other"),
    });
    expect(asked("DescribeEnvironments")).toBe(0);
  });

  test("a scan that is called off is no failure of AWS", async () => {
    const { scan, view } = await lane();
    const stop = new AbortController();
    const reason = new Error("the server stops");
    answers["DescribeEnvironments"] = () => {
      setImmediate(() => stop.abort(reason));
      return "silence";
    };
    await expect(scan(stop.signal)).rejects.toBe(reason);
    expect((await view())?.failure).toBeNull();
  });

  test("two scans of a lane do not run at the same time", async () => {
    const { scan } = await lane();
    const both = await Promise.all([scan(), scan()]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["busy", "done"]);
  });

  test("a platform's default is read again after a day; where that is refused, what was known stays", async () => {
    const { scan, row, asked } = await lane();
    const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000);
    await scan();
    answers["DescribeConfigurationOptions"] = () => queryError("AccessDenied", "Not any more.");
    await scan(undefined, later(23));
    expect(asked("DescribeConfigurationOptions")).toBe(1);
    expect(await scan(undefined, later(25))).toEqual({ kind: "done" });
    expect(asked("DescribeConfigurationOptions")).toBe(2);
    expect(await row("web")).toMatchObject({ platformDefault: "true" });
    answers["DescribeConfigurationOptions"] = () => options("false");
    await scan(undefined, later(26));
    await scan(undefined, later(27));
    expect(asked("DescribeConfigurationOptions")).toBe(3);
    expect(await row("web")).toMatchObject({ platformDefault: "false" });
    // A retired platform is not asked for at each scan.
    answers["DescribeConfigurationOptions"] = () =>
      queryError("InvalidParameterValue", "No Platform named 'Python' found.");
    for (const hours of [52, 53, 54]) await scan(undefined, later(hours));
    expect(asked("DescribeConfigurationOptions")).toBe(4);
    expect(await row("web")).toMatchObject({ platformDefault: "false" });
  });

  test("why one environment's settings cannot be read is kept with it in AWS's words, until they can", async () => {
    const { scan, row, view } = await lane();
    const reasons = async (name: string) => (await row(name))?.verdict.reasons;
    const refused = (name: string) => (parameters: URLSearchParams) =>
      parameters.get("EnvironmentName") === name ? queryError("AccessDenied", "Not this one.") : settings("true");
    const failed = { kind: "setting-failed", failure: { code: "AccessDenied", message: "Not this one." } };
    answers["DescribeConfigurationSettings"] = refused("worker");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("worker")).toMatchObject({ configured: "unknown", readiness: "no-evidence" });
    expect(await reasons("worker")).toMatchObject([{ kind: "setting-unknown" }, failed, { kind: "tokens-enforced" }]);
    expect((await reasons("web"))?.map(({ kind }) => kind)).not.toContain("setting-failed");
    answers["DescribeConfigurationSettings"] = () => settings("true");
    await scan();
    expect(await row("worker")).toMatchObject({ configured: "v2-only" });
    expect((await reasons("worker"))?.map(({ kind }) => kind)).not.toContain("setting-failed");
    // What was read before stays, and it is said how old it is.
    answers["DescribeEnvironments"] = environments(
      ...["web", "worker"].map((name) => environment(name, "2026-01-02T00:00:00.000Z")),
    );
    answers["DescribeConfigurationSettings"] = refused("web");
    await scan();
    expect((await view())?.failure).toBeNull();
    expect(await row("web")).toMatchObject({ configured: "v2-only", readiness: "already-enforced" });
    expect(await reasons("web")).toMatchObject([{ kind: "already-set" }, failed]);
  });

  test("one unreadable environment does not fail its lane, though it is the only one; what says nothing of it does", async () => {
    const { scan, row, view } = await lane();
    answers["DescribeEnvironments"] = environments(environment("web"));
    answers["DescribeConfigurationSettings"] = () => queryError("AccessDenied", "Not this one.");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await view()).toMatchObject({ failure: null, lastSuccessAt: expect.any(String) });
    const failed = { kind: "setting-failed", failure: { code: "AccessDenied", message: "Not this one." } };
    expect((await row("web"))?.verdict.reasons).toMatchObject([{ kind: "setting-unknown" }, failed, {}]);
    answers["DescribeConfigurationSettings"] = () => queryError("ExpiredToken", "No longer you.");
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "ExpiredToken" } });
    expect(await view()).toMatchObject({ failure: { code: "ExpiredToken" } });
  });

  test("a platform AWS has retired leaves its default unknown, and the rest is read", async () => {
    const { access, scan, row } = await lane();
    answers["DescribeConfigurationOptions"] = () =>
      queryError("InvalidParameterValue", "No Platform named 'Python' found.");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("web")).toMatchObject({ configured: "v2-only", platformDefault: null });
    expect((await readPlatforms(sql(), access.region)).map(({ platformKey }) => platformKey)).toEqual([]);
  });
});
