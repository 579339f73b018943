import { describe, expect, test } from "vitest";
import { emit } from "#lib/simulator/transitions.ts";
import { exitCodeOf, reportLines } from "./report.ts";
import { account, differing, edited, verified, wordsAbout } from "./test-account.ts";
import type { Edit } from "./test-proxy.ts";

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
