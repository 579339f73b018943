import { afterEach, describe, expect, test } from "vitest";
import {
  listEnvironments,
  readEvents,
  readPlatformOption,
  readResources,
  readSettings,
  validateSetting,
} from "./elastic-beanstalk.ts";
import type { TestAnswer, TestServer } from "./test-server.ts";
import { queryError, startTestServer } from "./test-server.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: (parameters: URLSearchParams, call: number) => TestAnswer): Promise<TestServer> {
  server = await startTestServer(answer);
  return server;
}

const result = (operation: string, inner: string): TestAnswer => ({
  body: `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
});

describe("listEnvironments", () => {
  const environment = (id: string, inner = "") =>
    `<member><EnvironmentId>${id}</EnvironmentId><EnvironmentName>name-${id}</EnvironmentName><ApplicationName>shop</ApplicationName>${inner}</member>`;

  test("follows the pages with otherwise equal questions", async () => {
    const { access, requests } = await serve((_, call) =>
      result(
        "DescribeEnvironments",
        `<Environments>${environment(`e-${call}`)}</Environments>${call < 3 ? `<NextToken>page ${call + 1}</NextToken>` : ""}`,
      ),
    );
    const listed = await listEnvironments(access);
    expect(listed.map(({ environmentId }) => environmentId)).toEqual(["e-1", "e-2", "e-3"]);
    expect(requests.map(({ parameters }) => parameters.get("NextToken"))).toEqual([null, "page 2", "page 3"]);
    expect(new Set(requests.map(({ parameters }) => parameters.get("MaxRecords")))).toEqual(new Set(["1000"]));
    expect(new Set(requests.map(({ parameters }) => parameters.get("IncludeDeleted")))).toEqual(new Set(["false"]));
  });

  test("reshapes what AWS says and leaves out what is no environment", async () => {
    const platformArn =
      "arn:aws:elasticbeanstalk:us-east-1::platform/Python 3.11 running on 64bit Amazon Linux 2023/4.0.1";
    const { access } = await serve(() =>
      result(
        "DescribeEnvironments",
        `<Environments>${environment(
          "e-1",
          `<PlatformArn>${platformArn}</PlatformArn><Tier><Name>Worker</Name></Tier><Status>Updating</Status><Health>Yellow</Health><HealthStatus>No Data</HealthStatus><AbortableOperationInProgress>true</AbortableOperationInProgress><DateUpdated>2026-01-02T03:04:05.678Z</DateUpdated>`,
        )}${environment("e-2", "<Status>Terminated</Status>")}${environment("e-3", "<Health>Purple</Health>")}<member><Status>Ready</Status></member></Environments>`,
      ),
    );
    expect(await listEnvironments(access)).toEqual([
      {
        environmentId: "e-1",
        name: "name-e-1",
        application: "shop",
        arn: null,
        description: null,
        platformKey: platformArn,
        platform: "Python 3.11 running on 64bit Amazon Linux 2023/4.0.1",
        platformArn,
        tier: "Worker",
        status: "Updating",
        health: "Yellow",
        healthStatus: "No Data",
        abortable: true,
        cname: null,
        versionLabel: null,
        dateCreated: null,
        dateUpdated: "2026-01-02T03:04:05.678Z",
      },
      expect.objectContaining({ environmentId: "e-3", health: "Grey", tier: "Unknown", platformKey: "" }),
    ]);
  });

  test("waits throttling out and asks again", async () => {
    const { access, requests } = await serve((_, call) =>
      call === 1 ? queryError("Throttling", "Rate exceeded") : result("DescribeEnvironments", "<Environments/>"),
    );
    await expect(listEnvironments(access)).resolves.toEqual([]);
    expect(requests).toHaveLength(2);
  });

  test("can be called off", async () => {
    const { access } = await serve(() => "silence");
    const stop = new AbortController();
    const listing = listEnvironments(access, { priority: "scan", signal: stop.signal });
    const reason = new Error("the server stops");
    setImmediate(() => stop.abort(reason));
    await expect(listing).rejects.toBe(reason);
  });
});

describe("readSettings", () => {
  const environment = { application: "shop", name: "shop-web" };

  test("an answer that breaks off is not quoted", async () => {
    const { access } = await serve(() => ({
      body: "<DescribeConfigurationSettingsResponse><DescribeConfigurationSettingsResult><Value>canary-7f3a</Wrong",
    }));
    const error: unknown = await readSettings(access, environment).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { outcome: "lost", httpStatus: 200 } });
    const { inspect } = await import("node:util");
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("canary");
  });

  test("says so where nothing is deployed yet", async () => {
    const { access } = await serve(() => result("DescribeConfigurationSettings", "<ConfigurationSettings/>"));
    await expect(readSettings(access, environment)).rejects.toMatchObject({
      failure: { code: "NoDeployedConfiguration", outcome: "refused" },
    });
  });
});

describe("readPlatformOption", () => {
  const platform = { platformArn: "arn:aws:elasticbeanstalk:us-east-1::platform/Old/1.0.0" };

  test("asks for this option alone", async () => {
    const { access, requests } = await serve(() =>
      result(
        "DescribeConfigurationOptions",
        "<Options><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><Name>DisableIMDSv1</Name><DefaultValue>true</DefaultValue><ChangeSeverity>RestartEnvironment</ChangeSeverity><ValueType>Boolean</ValueType></member></Options>",
      ),
    );
    expect(await readPlatformOption(access, platform)).toEqual({
      supported: true,
      defaultValue: "true",
      changeSeverity: "RestartEnvironment",
    });
    expect(requests[0]?.parameters.get("Options.member.1.OptionName")).toBe("DisableIMDSv1");
    expect(requests[0]?.parameters.get("PlatformArn")).toBe(platform.platformArn);
  });

  test.each([
    ["an answer without it", result("DescribeConfigurationOptions", "<Options/>")],
    [
      "the unknown-option error",
      queryError(
        "ConfigurationValidationException",
        "Configuration validation exception: Invalid option specification (Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'DisableIMDSv1'): Unknown configuration setting.",
      ),
    ],
  ])("%s: the platform has no such option", async (_, answer) => {
    const { access } = await serve(() => answer);
    expect(await readPlatformOption(access, platform)).toEqual({ supported: false });
  });

  test("another refusal is a failure, not an unsupported platform", async () => {
    const { access } = await serve(() => queryError("AccessDenied", "not authorized", 403));
    await expect(readPlatformOption(access, platform)).rejects.toMatchObject({ failure: { code: "AccessDenied" } });
  });
});

test.each([
  ["<LaunchTemplates><member><Id>lt-1</Id></member></LaunchTemplates>", "launch-template"],
  [
    "<LaunchTemplates/><LaunchConfigurations><member><Name>lc</Name></member></LaunchConfigurations>",
    "launch-configuration",
  ],
  ["", null],
])("readResources: %s", async (inner, launchKind) => {
  const { access } = await serve(() =>
    result(
      "DescribeEnvironmentResources",
      `<EnvironmentResources><Instances><member><Id>i-1</Id></member></Instances>${inner}</EnvironmentResources>`,
    ),
  );
  expect(await readResources(access, "e-1")).toEqual({ launchKind, instanceIds: ["i-1"] });
});

test("readEvents gives the events of all pages, in AWS's order, and stops at ten pages", async () => {
  const { access, requests } = await serve((_, call) =>
    result(
      "DescribeEvents",
      `<Events><member><EventDate>2026-01-01T00:00:0${10 - call}.000Z</EventDate><Message>event ${call}</Message><Severity>INFO</Severity><EnvironmentName>shop-web</EnvironmentName></member></Events><NextToken>more</NextToken>`,
    ),
  );
  const events = await readEvents(access, { since: new Date("2026-01-01T00:00:00Z"), requestId: "r-1" });
  expect(events).toHaveLength(10);
  expect(events[0]).toEqual({
    at: "2026-01-01T00:00:09.000Z",
    severity: "INFO",
    message: "event 1",
    requestId: null,
    environmentName: "shop-web",
  });
  expect(requests[0]?.parameters.get("StartTime")).toBe("2026-01-01T00:00:00Z");
  expect(requests[0]?.parameters.get("RequestId")).toBe("r-1");
});

describe("validateSetting", () => {
  const shop = { application: "shop", name: "shop-prod" };
  const option = "<Namespace>aws:autoscaling:launchconfiguration</Namespace><OptionName>DisableIMDSv1</OptionName>";

  test("asks about exactly the option that would be sent, and gives AWS's words", async () => {
    const { access, requests } = await serve(() =>
      result(
        "ValidateConfigurationSettings",
        `<Messages><member><Message>Unknown configuration setting.</Message><Severity>error</Severity>${option}</member><member><Message>Think twice.</Message><Severity>warning</Severity></member><member><Message>Hm.</Message><Severity>notice</Severity></member></Messages>`,
      ),
    );
    expect(await validateSetting(access, shop, "v2-only")).toEqual([
      {
        severity: "error",
        message: "Unknown configuration setting.",
        namespace: "aws:autoscaling:launchconfiguration",
        optionName: "DisableIMDSv1",
      },
      { severity: "warning", message: "Think twice.", namespace: null, optionName: null },
      { severity: "warning", message: "Hm.", namespace: null, optionName: null },
    ]);
    const [request] = requests;
    expect(Object.fromEntries(request?.parameters ?? [])).toMatchObject({
      Action: "ValidateConfigurationSettings",
      ApplicationName: "shop",
      EnvironmentName: "shop-prod",
      "OptionSettings.member.1.Namespace": "aws:autoscaling:launchconfiguration",
      "OptionSettings.member.1.OptionName": "DisableIMDSv1",
      "OptionSettings.member.1.Value": "true",
    });
    expect(request?.parameters.has("OptionSettings.member.2.Value")).toBe(false);
  });

  test("has nothing to say where AWS has not, and says so where AWS refuses to answer", async () => {
    const silent = await serve(() => result("ValidateConfigurationSettings", "<Messages/>"));
    expect(await validateSetting(silent.access, shop, "v1-and-v2")).toEqual([]);
    await silent.close();
    const denied = await serve(() => queryError("AccessDenied", "User is not authorized", 403));
    await expect(validateSetting(denied.access, shop, "v2-only")).rejects.toMatchObject({
      failure: { operation: "elasticbeanstalk:ValidateConfigurationSettings", code: "AccessDenied" },
    });
  });
});
