import { onTestFinished } from "vitest";
import type { TestAnswer } from "#lib/aws/test-server.ts";
import type { Sql } from "#lib/db/database.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { scanLane } from "./scan-lane.ts";
import { startEmptyAws } from "./test-aws.ts";

type Answers = Record<string, (parameters: URLSearchParams) => TestAnswer>;

/** Another region is another lane, so that no test meets what an earlier one left in the database. */
let regions = 0;

/** What AWS answers, in its XML. */
export const result = (operation: string, inner: string): TestAnswer => ({
  body: `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
});

export const environment = (name: string, updated = "2026-01-01T00:00:00.123Z", status = "Ready") =>
  `<member><EnvironmentId>e-${name}</EnvironmentId><EnvironmentName>${name}</EnvironmentName><ApplicationName>shop</ApplicationName>` +
  `<PlatformArn>arn:aws:elasticbeanstalk:us-east-1::platform/Python/4.0.1</PlatformArn><Tier><Name>WebServer</Name></Tier>` +
  `<Status>${status}</Status><Health>Green</Health><DateUpdated>${updated}</DateUpdated></member>`;

export const environments =
  (...all: string[]) =>
  () =>
    result("DescribeEnvironments", `<Environments>${all.join("")}</Environments>`);

export const settings = (value: string, more = "") =>
  result(
    "DescribeConfigurationSettings",
    `<ConfigurationSettings><member><DeploymentStatus>deployed</DeploymentStatus><OptionSettings><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><OptionName>DisableIMDSv1</OptionName><Value>${value}</Value></member></OptionSettings></member>${more}</ConfigurationSettings>`,
  );

export const options = (defaultValue: string) =>
  result(
    "DescribeConfigurationOptions",
    `<Options><member><Namespace>aws:autoscaling:launchconfiguration</Namespace><Name>DisableIMDSv1</Name><DefaultValue>${defaultValue}</DefaultValue></member></Options>`,
  );

/** Two environments with two instances; what a test wants otherwise it replaces. */
export const ALL: Answers = {
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

/** Takes the database and gives a lane of its own for a test, what AWS answers there, and ways to scan it and to see what is known of it. */
export async function stageScan(sql: Sql) {
  regions += 1;
  const answers = { ...ALL };
  const aws = await startEmptyAws((action, parameters) => answers[action]?.(parameters));
  onTestFinished(() => aws.close());
  const access = aws.lane(`us-test-${regions}`);
  await syncLanes(sql, [access]);
  const scan = (signal?: AbortSignal, now = () => new Date()) => scanLane({ sql, access, now, metrics: null, signal });
  const row = (name: string) =>
    findEnvironments(sql, [{ accountId: access.accountId, region: access.region, environmentId: `e-${name}` }]).then(
      ([found]) => found,
    );
  const view = () => listLanes(sql).then(([found]) => found);
  const asked = (action: string) => aws.requests.filter(({ parameters }) => parameters.get("Action") === action).length;
  return { answers, access, scan, row, view, asked };
}
