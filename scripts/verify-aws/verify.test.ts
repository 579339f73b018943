import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulator, SimulatorOptions } from "#lib/simulator/server.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import { emit } from "#lib/simulator/transitions.ts";
import type { Lane } from "#lib/simulator/world.ts";
import type { Fact } from "./fact.ts";
import { playUpdates, simulatorFacts } from "./reference.ts";
import { captureOf, exitCodeOf, reportLines } from "./report.ts";
import type { Edit } from "./test-proxy.ts";
import { queryError, startProxy } from "./test-proxy.ts";
import type { Settings, Verification } from "./verify.ts";
import { verify } from "./verify.ts";

const REGION = "eu-west-1";
let believed: readonly Fact[];
const running: Simulator[] = [];

beforeAll(async () => {
  believed = await simulatorFacts({ validate: true });
});
afterAll(async () => {
  await Promise.all(running.map((simulator) => simulator.close()));
});

/** An account whose last hour was busy, as the one to be verified. */
async function account(options: Partial<SimulatorOptions> = {}): Promise<{ simulator: Simulator; lane: Lane }> {
  const simulator = await startSimulator({
    seed: 11,
    environments: 120,
    accounts: 1,
    regions: [REGION],
    throttle: "off",
    ...options,
  });
  running.push(simulator);
  playUpdates(simulator.world, new Date());
  const [lane] = simulator.world.lanes;
  if (lane === undefined) throw new Error("no lane");
  return { simulator, lane };
}

function verified(simulator: Simulator, settings: Partial<Settings> = {}): Promise<Verification> {
  const { credentials, endpoint } = clientConfig(simulator);
  return verify(
    {
      regions: [REGION],
      endpoint,
      credentials,
      maxEnvironments: 15,
      platforms: false,
      validate: true,
      callsPerSecond: 1_000,
      ...settings,
    },
    undefined,
    believed,
  );
}

async function edited(simulator: Simulator, edit: Edit, settings: Partial<Settings> = {}): Promise<Verification> {
  const proxy = await startProxy(simulator.endpoint, edit);
  try {
    return await verified(simulator, { endpoint: proxy.endpoint, ...settings });
  } finally {
    await proxy.close();
  }
}

const differing = ({ findings }: Verification): string[] =>
  findings.filter(({ verdict }) => verdict === "differs").map(({ id }) => id);

const wordsAbout = ({ findings }: Verification, id: string): string =>
  JSON.stringify(findings.find((finding) => finding.id === id)?.differences);

describe("an AWS that is as the simulator says", () => {
  test.for([2, 11, 23])("seed %i: no differences, nothing changed, and most is told", async (seed) => {
    const { simulator } = await account({ seed });
    const verification = await verified(simulator);
    expect(differing(verification)).toEqual([]);
    expect(exitCodeOf(verification.findings)).toBe(0);
    expect(verification.findings.filter(({ verdict }) => verdict === "cannot tell").length).toBeLessThan(8);
    expect(simulator.world.journal).toEqual([]);
  });

  test("an account with nothing in it is no difference either", async () => {
    const { simulator } = await account({ environments: 0 });
    expect(differing(await verified(simulator))).toEqual([]);
  });

  test("throttled again and again, it still comes to its end", async () => {
    const { simulator } = await account({ throttle: { ratePerSecond: 60, burst: 5 } });
    const verification = await verified(simulator, { callsPerSecond: 200, maxEnvironments: 6 });
    expect(verification.traffic.throttled).toBeGreaterThan(0);
    expect(differing(verification)).toEqual([]);
  });
});

describe("a planted difference is found and named", () => {
  test.for<[name: string, edit: Edit["after"], id: string, words: string]>([
    [
      "another default of one platform",
      ({ action }, body) =>
        action === "DescribeConfigurationOptions" && body.includes("Amazon Linux 2023")
          ? body.replace(/(<Name>DisableIMDSv1<\/Name><DefaultValue>)true/, "$1false")
          : body,
      "options.disable-imdsv1",
      "default false",
    ],
    [
      "another severity",
      ({ action }, body) =>
        action === "DescribeConfigurationOptions"
          ? body.replace(/(<Name>RollingUpdateType<\/Name>.*?<ChangeSeverity>)NoInterruption/, "$1RestartEnvironment")
          : body,
      "options.rolling-updates",
      "RestartEnvironment",
    ],
    [
      "a member the SDK would drop",
      ({ action }, body) =>
        action === "DescribeEnvironments"
          ? body.replaceAll("<Tier>", "<OperationsMode>strict</OperationsMode><Tier>")
          : body,
      "environments.members",
      "OperationsMode",
    ],
    [
      "a member that is missing",
      ({ action }, body) =>
        action === "DescribeEnvironments" ? body.replaceAll(/<VersionLabel>.*?<\/VersionLabel>/g, "") : body,
      "environments.members",
      "VersionLabel",
    ],
    [
      "dates without milliseconds",
      ({ action }, body) =>
        action === "DescribeEnvironments" ? body.replaceAll(/(<DateUpdated>[^.<]+)\.\d+Z/g, "$1Z") : body,
      "environments.members",
      "date in whole seconds",
    ],
    [
      "a status spelt otherwise",
      ({ action }, body) => (action === "DescribeEnvironments" ? body.replaceAll("No Data", "NoData") : body),
      "environments.health-status",
      "NoData",
    ],
    [
      "an ARN of another form",
      ({ action }, body) =>
        action === "DescribeEnvironments" ? body.replaceAll("::platform/", ":123456789012:platform/") : body,
      "environments.platform-arn",
      "<account>",
    ],
    [
      "an empty Value instead of none",
      ({ action }, body) =>
        action === "DescribeConfigurationSettings"
          ? body.replaceAll("<OptionName>EC2KeyName</OptionName>", "<OptionName>EC2KeyName</OptionName><Value></Value>")
          : body,
      "settings.unset",
      "EC2KeyName",
    ],
    [
      "a launch option of another resource",
      ({ action }, body) =>
        action === "DescribeConfigurationSettings" ? body.replaceAll("AWSEBEC2LaunchTemplate", "AWSEBLaunch") : body,
      "settings.launch-kind",
      "AWSEBLaunch",
    ],
    [
      "another hop limit",
      ({ action }, body) =>
        action === "DescribeInstances"
          ? body.replaceAll("<httpPutResponseHopLimit>1<", "<httpPutResponseHopLimit>2<")
          : body,
      "instances.hop-limit",
      '"2"',
    ],
    [
      "one more tag of AWS's own",
      ({ action }, body) =>
        action === "DescribeInstances"
          ? body.replaceAll("<tagSet>", "<tagSet><item><key>aws:ec2launchtemplate:version</key><value>1</value></item>")
          : body,
      "instances.tags",
      "aws:ec2launchtemplate:version",
    ],
    [
      "a refusal in other words",
      ({ form }, body) => (form.get("MaxRecords") === "0" ? body.replaceAll("Member must", "The member must") : body),
      "refusals.environments.no-records",
      "The member must",
    ],
    [
      "a refusal with another code",
      ({ form }, body) =>
        form.get("MaxResults") === "4"
          ? body.replaceAll("<Code>InvalidParameterValue<", "<Code>InvalidMaxResults<")
          : body,
      "refusals.instances.small-page",
      "InvalidMaxResults",
    ],
    [
      "other words about a value",
      ({ action }, body) =>
        action === "ValidateConfigurationSettings"
          ? body.replaceAll("Value is not one of the allowed values: [true, false]", "Value is not a boolean")
          : body,
      "validate.boolean",
      "Value is not a boolean",
    ],
  ])("%s", async ([, after, id, words]) => {
    const { simulator } = await account();
    const verification = await edited(simulator, after === undefined ? {} : { after });
    expect(differing(verification)).toContain(id);
    expect(wordsAbout(verification, id)).toContain(words);
    expect(exitCodeOf(verification.findings)).toBe(1);
    // Planted in one place, it shows in no other (a missing launch kind shows in the names, too).
    expect(differing(verification).filter((other) => other.split(".")[0] !== id.split(".")[0])).toEqual([]);
  });

  test("event lines in words nobody knew, without what they gave away", async () => {
    const { simulator, lane } = await account();
    const [environment] = lane.environments;
    if (environment === undefined) throw new Error("no environment");
    const say = (seconds: number, severity: "INFO" | "ERROR", message: string) =>
      emit(lane, environment, new Date(Date.now() - 86_400_000 + seconds * 1_000), "update-1", severity, message);
    say(0, "INFO", "Environment update is starting.");
    say(1, "INFO", `Updating environment ${environment.name}'s configuration settings.`);
    say(2, "INFO", `Created launch template named awseb-${environment.id}-stack-AWSEBEC2LaunchTemplate-ABC123.`);
    say(3, "ERROR", `The hook of ${environment.name} failed with ${environment.variables["API_SECRET"] ?? ""}.`);
    say(4, "INFO", "The environment is what it was.");
    const verification = await verified(simulator, { environment: environment.name });
    expect(differing(verification)).toEqual([
      "events.ends",
      "events.launch-template",
      "events.trouble",
      "events.other",
    ]);
    expect(wordsAbout(verification, "events.ends")).toContain(
      "the last line was: INFO The environment is what it was.",
    );
    expect(wordsAbout(verification, "events.launch-template")).toContain(
      "Created launch template named <AWSEBEC2LaunchTemplate>.",
    );
    expect(wordsAbout(verification, "events.trouble")).toContain("The hook of <environment> failed with <secret>.");
  });

  test("a platform that AWS offers and the simulator lacks is asked about with --platforms", async () => {
    const { simulator } = await account();
    const windows = "64bit Windows Server 2025 v2.22.0 running IIS 10.0";
    const before: Edit["before"] = ({ action, form }) => {
      if (action === "ListAvailableSolutionStacks")
        return {
          status: 200,
          body: `<R><ListAvailableSolutionStacksResult><SolutionStacks><member>${windows}</member></SolutionStacks></ListAvailableSolutionStacksResult></R>`,
        };
      return form.get("SolutionStackName") === windows
        ? {
            status: 200,
            body: "<R><DescribeConfigurationOptionsResult><Options><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><Name>DisableIMDSv1</Name><DefaultValue>false</DefaultValue></member></Options></DescribeConfigurationOptionsResult></R>",
          }
        : undefined;
    };
    const verification = await edited(simulator, { before }, { platforms: true });
    expect(wordsAbout(verification, "options.disable-imdsv1")).toContain("windows-2025");
    expect(reportLines(verification, { width: 100, colour: false }).join("\n")).toContain(
      "windows-2025: default false",
    );
  });
});

describe("what must not happen", () => {
  test.for([
    ["ec2", "UnauthorizedOperation", ["instances", "metrics"]],
    ["elasticbeanstalk", "AccessDenied", ["environments", "settings", "options", "events"]],
    ["monitoring", "AccessDenied", ["metrics"]],
  ] as const)("%s denied is told, and is no crash", async ([service, code, sections]) => {
    const { simulator } = await account();
    const verification = await edited(simulator, {
      before: (passing) => (passing.service === service ? queryError(403, code, "User is not authorized") : undefined),
    });
    expect(differing(verification)).toEqual([]);
    for (const section of sections) {
      const own = verification.findings.filter(({ id }) => id.startsWith(`${section}.`));
      expect(own.map(({ verdict }) => verdict)).toEqual(own.map(() => "cannot tell"));
    }
  });

  test("neither names, ids, accounts nor secrets are in what is printed or saved", async () => {
    const { simulator, lane } = await account();
    const verification = await verified(simulator);
    const output = [
      ...reportLines(verification, { width: 100, colour: true }),
      captureOf(verification, new Date()),
    ].join("\n");
    const private_ = [
      lane.accountId,
      ...lane.environments.flatMap(({ id, name, variables, instances, versionLabel }) => [
        id,
        name,
        versionLabel,
        ...Object.values(variables).filter((value) => value.length > 12),
        ...instances.map((instance) => instance.id),
      ]),
    ];
    expect(private_.filter((text) => output.includes(text))).toEqual([]);
    expect(output).not.toContain("API_SECRET");
  });
});
