import { describe, expect, test } from "vitest";
import { clientConfig } from "#lib/simulator/server.ts";
import { captureOf, exitCodeOf, reportLines } from "./report.ts";
import { account, differing, edited } from "./test-account.ts";
import type { Edit } from "./test-proxy.ts";
import { queryError } from "./test-proxy.ts";
import type { Verification } from "./verify.ts";

const REGIONS = ["us-east-1", "eu-west-1"];
const two = () => account({ regions: REGIONS, environments: 60 });
const denied = queryError(403, "AccessDenied", "User is not authorized");
const findingOn = ({ findings }: Verification, id: string) => findings.find((finding) => finding.id === id);
const printed = (verification: Verification): string =>
  reportLines(verification, { width: 200, colour: false }).join("\n");

describe("what was seen only in part says so", () => {
  test("a whole region denied: in every finding, the summary and the capture", async () => {
    const { simulator } = await two();
    const verification = await edited(
      simulator,
      {
        before: ({ region, service }) =>
          region === "eu-west-1" && service === "elasticbeanstalk" ? denied : undefined,
      },
      { regions: REGIONS },
    );
    expect(differing(verification)).toEqual([]);
    for (const id of ["environments.members", "settings.sets", "options.members", "events.members"])
      expect(findingOn(verification, id)).toMatchObject({
        verdict: "same",
        gaps: [expect.stringMatching(/^not seen in eu-west-1: elasticbeanstalk:\w+ answered AccessDenied$/)],
      });
    expect(printed(verification)).toContain(
      "not seen in eu-west-1: elasticbeanstalk:DescribeEnvironments answered AccessDenied",
    );
    expect(printed(verification)).toMatch(/; \d+ answers lack what was not seen\./);
    expect(captureOf(verification, new Date())).toContain("not seen in eu-west-1");
  });

  test("all environments but one denied", async () => {
    const { simulator } = await account();
    let allowed: string | null = null;
    const before: Edit["before"] = ({ action, form }) => {
      if (action !== "DescribeConfigurationSettings") return undefined;
      allowed ??= form.get("EnvironmentName");
      return form.get("EnvironmentName") === allowed ? undefined : denied;
    };
    const verification = await edited(simulator, { before });
    expect(findingOn(verification, "settings.sets")?.gaps).toEqual([
      "not seen for 14 of 15 environments in eu-west-1: elasticbeanstalk:DescribeConfigurationSettings answered AccessDenied",
    ]);
  });

  test("a list with more pages than are read", async () => {
    const { simulator } = await account();
    const event =
      "<R><DescribeEventsResult><Events><member><EventDate>2026-01-01T00:00:00.123Z</EventDate></member></Events><NextToken>more</NextToken></DescribeEventsResult></R>";
    const before: Edit["before"] = ({ action, form }) => {
      if (action === "DescribeEvents" && form.get("StartTime") !== null) return { status: 200, body: event };
      if (action === "ListMetrics")
        return { status: 200, body: JSON.stringify({ Metrics: [{ Dimensions: [] }], NextToken: "more" }) };
      return undefined;
    };
    const verification = await edited(simulator, { before });
    expect(findingOn(verification, "events.members")?.gaps.join()).toContain(
      "not all seen in eu-west-1: elasticbeanstalk:DescribeEvents has more than the 20 pages",
    );
    expect(findingOn(verification, "metrics.listed")?.gaps.join()).toContain(
      "monitoring:ListMetrics has more of MetadataNoToken than the 20 pages",
    );
  });

  test("what one region refuses of a platform another answers, and what AWS offers is not known", async () => {
    const { simulator } = await two();
    const refusedIn = new Set<string>();
    const before: Edit["before"] = ({ action, region }) => {
      if (action === "ListAvailableSolutionStacks") return denied;
      if (action !== "DescribeConfigurationOptions" || region !== "us-east-1") return undefined;
      refusedIn.add(region);
      return denied;
    };
    const verification = await edited(simulator, { before }, { regions: REGIONS, platforms: true });
    expect(refusedIn).toEqual(new Set(["us-east-1"]));
    const finding = findingOn(verification, "options.disable-imdsv1");
    expect(finding?.verdict).toBe("same");
    expect(finding?.gaps.join("\n")).toMatch(/not seen for \d+ of \d+ platforms in us-east-1/);
    expect(finding?.gaps).toContain(
      "not seen in us-east-1: elasticbeanstalk:ListAvailableSolutionStacks answered AccessDenied",
    );
    // Every platform that runs in the other region was asked about there.
    expect(finding?.gaps.join("\n")).not.toContain("platforms in eu-west-1");
  });

  test("the first region is not enabled: the next is asked", async () => {
    const { simulator } = await two();
    const before: Edit["before"] = ({ region }) =>
      region === "us-east-1" ? queryError(403, "InvalidClientTokenId", "The security token is invalid.") : undefined;
    const verification = await edited(simulator, { before }, { regions: REGIONS });
    expect(differing(verification)).toEqual([]);
    expect(printed(verification)).toContain("not seen in us-east-1");
    expect(findingOn(verification, "refusals.environments.no-records")?.verdict).toBe("same");
    await expect(edited(simulator, { before }, { regions: ["us-east-1"] })).rejects.toThrow(/this region enabled/);
  });
});

describe("a refusal that says who may ask, not what was wrong, is no answer", () => {
  test.for([
    "ExpiredToken",
    "InsufficientPrivilegesException",
    "InvalidClientTokenId",
    "OptInRequired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
  ])("%s", async (code) => {
    const { simulator } = await account({ environments: 10 });
    const verification = await edited(simulator, {
      before: ({ form }) => (form.get("MaxRecords") === "0" ? queryError(403, code, "No.") : undefined),
    });
    expect(differing(verification)).toEqual([]);
    expect(findingOn(verification, "refusals.environments.no-records")).toMatchObject({
      verdict: "cannot tell",
      why: `we may not ask: ${code}`,
    });
  });

  test("credentials that end on the way", async () => {
    const { simulator } = await account({ environments: 10 });
    let ended = false;
    const verification = await edited(
      simulator,
      {
        before: ({ action, form }) => {
          ended ||= action === "DescribeEnvironments" && form.get("MaxRecords") === "0";
          return undefined;
        },
      },
      {
        credentials: () => {
          if (ended)
            return Promise.reject(
              Object.assign(new Error("The SSO session has expired."), { name: "CredentialsProviderError" }),
            );
          const { accessKeyId, secretAccessKey } = clientConfig(simulator).credentials;
          // So near its end that each call asks anew.
          return Promise.resolve({ accessKeyId, secretAccessKey, expiration: new Date(Date.now() + 1_000) });
        },
      },
    );
    expect(differing(verification)).toEqual([]);
    expect(findingOn(verification, "refusals.environments.too-many")).toMatchObject({
      verdict: "cannot tell",
      why: "elasticbeanstalk:DescribeEnvironments got no answer (CredentialsProviderError)",
    });
    expect(exitCodeOf(verification.findings)).toBe(0);
  });
});

test("China's partition is no difference", async () => {
  const { simulator } = await account();
  const verification = await edited(simulator, {
    after: ({ action }, body) =>
      action === "DescribeEnvironments"
        ? body
            .replaceAll("<EnvironmentArn>arn:aws:", "<EnvironmentArn>arn:aws-cn:")
            .replaceAll(".elasticbeanstalk.com<", ".elasticbeanstalk.com.cn<")
            .replaceAll(".elb.amazonaws.com<", ".elb.amazonaws.com.cn<")
        : body,
  });
  expect(differing(verification)).toEqual([]);
});

test("platforms of the account's own are asked about one by one, and only AWS's options of theirs are kept", async () => {
  const { simulator } = await account();
  const asked = new Set<string>();
  const own = (number: number) => `arn:aws:elasticbeanstalk:eu-west-1:123456789012:platform/Ours${number}/1.0.0`;
  let number = 0;
  const verification = await edited(simulator, {
    after: ({ action }, body) =>
      action === "DescribeEnvironments"
        ? body
            .replace(/<PlatformArn>.*?<\/PlatformArn>/g, () => `<PlatformArn>${own((number += 1) % 2)}</PlatformArn>`)
            .replace(/<SolutionStackName>.*?<\/SolutionStackName>/g, "")
        : body,
    before: ({ form }) => {
      const arn = form.get("PlatformArn") ?? "";
      if (!arn.includes("/Ours")) return undefined;
      asked.add(arn);
      const option = (name: string) =>
        `<member><Namespace>aws:autoscaling:launchconfiguration</Namespace><Name>${name}</Name><DefaultValue>ami-ours</DefaultValue></member>`;
      return {
        status: 200,
        body: `<R><DescribeConfigurationOptionsResult><Options>${option("DisableIMDSv1")}${option("ImageId")}</Options></DescribeConfigurationOptionsResult></R>`,
      };
    },
  });
  expect([...asked].toSorted()).toEqual([own(0), own(1)]);
  expect(captureOf(verification, new Date())).not.toMatch(/Ours|launchconfiguration\/ImageId: /);
  expect(findingOn(verification, "options.catalogue")?.besides.join()).not.toContain("other: ");
});
