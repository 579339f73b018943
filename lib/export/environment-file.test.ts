import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { NO_EVIDENCE } from "#lib/imds/use.ts";
import { csvOf, jsonOf } from "./environment-file.ts";

const AT = "2026-03-01T10:00:00.000Z";
const READ = "2026-03-01T09:58:00.000Z";

function lane(different: Partial<LaneView> = {}): LaneView {
  return {
    accountId: "012345678901",
    region: "us-east-1",
    accountLabel: "Shop",
    roleArn: null,
    identityArn: null,
    scan: { kind: "idle" },
    lastSuccessAt: READ,
    failure: null,
    environmentCount: 1,
    httpTokensEnforced: null,
    platformsFailure: null,
    metricsFailure: null,
    ...different,
  };
}

const refused = {
  operation: "sts:AssumeRole",
  code: "AccessDenied",
  message: "User: x is not authorized to perform: sts:AssumeRole",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
  at: AT,
  phase: "identity",
} as const;

function environment(different: Partial<EnvironmentDetail> = {}): EnvironmentDetail {
  return {
    accountId: "012345678901",
    region: "us-east-1",
    environmentId: "e-1",
    name: "api-prod",
    application: "shop",
    accountLabel: "Shop",
    arn: null,
    description: null,
    platform: "Python 3.11",
    tier: "WebServer",
    status: "Ready",
    health: "Green",
    healthStatus: "Ok",
    configured: "v2-only",
    configuredIsDefault: true,
    effective: "mixed",
    drift: true,
    instanceCount: 3,
    requiredCount: 1,
    dateUpdated: READ,
    scannedAt: READ,
    oldestReadAt: READ,
    platformReadAt: READ,
    managedUpdates: null,
    tags: { tags: { Team: ["payments", "shop"], stage: ["production"] }, uneven: null, from: "instances", readAt: AT },
    activeRolloutId: null,
    exception: null,
    posture: {
      configured: { kind: "known", methods: "v2-only", source: "platform-default", equalsDefault: true },
      effective: { kind: "mixed", required: 1, optional: 2 },
      drift: true,
      draft: "none",
      launch: "launch-template",
    },
    platformArn: "arn:aws:elasticbeanstalk:us-east-1::platform/Python 3.11/4.1.0",
    cname: null,
    versionLabel: "v7",
    dateCreated: READ,
    abortable: false,
    optionValue: null,
    platformDefault: "true",
    settingsReadAt: READ,
    instancesReadAt: READ,
    instances: [{ id: "i-1", httpTokens: "required", launchedAt: READ }],
    replacement: { kind: "rolling", by: "Health", maxBatchSize: 1, minInService: 2 },
    launchKind: "launch-template",
    draftStatus: null,
    httpTokensEnforced: null,
    imdsUse: "unknown",
    imdsCalls: 0,
    readiness: "no-evidence",
    evidence: NO_EVIDENCE,
    verdict: { verdict: "no-evidence", reasons: [{ kind: "not-read" }], next: [] },
    wayBack: null,
    ...different,
  };
}

/** Never read beyond its entry in DescribeEnvironments. */
const unread = environment({
  environmentId: "e-2",
  configured: "unknown",
  configuredIsDefault: false,
  effective: "unknown",
  drift: false,
  instanceCount: 0,
  requiredCount: 0,
  posture: {
    configured: { kind: "unknown", why: "not-read" },
    effective: { kind: "unknown" },
    drift: false,
    draft: "unknown",
    launch: "unknown",
  },
  settingsReadAt: null,
  instancesReadAt: null,
  instances: [],
  replacement: { kind: "unknown" },
  launchKind: null,
});

async function* pages(...all: EnvironmentDetail[][]): AsyncGenerator<EnvironmentDetail[]> {
  yield* all;
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

const Json = z.object({
  exported_at: z.string(),
  filter: z.string(),
  oldest_lane_read_at: z.string().nullable(),
  lanes: z.array(z.looseObject({ region: z.string(), lane_state: z.string() })),
  environments: z.array(z.looseObject({ environment_id: z.string() })),
  environment_count: z.number(),
});

const subject = { exportedAt: AT, filter: NO_FILTER, lanes: [lane()] };

test("the columns are what programs were promised", async () => {
  expect(await textOf(csvOf(subject, pages()))).toBe(
    "\u{FEFF}account_id,account_label,region,environment_id,environment_name,application,description,arn,cname,tier," +
      "platform,platform_arn,version_label,status,health,health_status,imds_configured,imds_configured_source," +
      "imds_configured_is_default,option_value,platform_default,draft_status,imds_effective,instances," +
      "instances_tokens_required,instances_tokens_optional,drift,readiness,readiness_reasons,imdsv1_use,imdsv1_calls," +
      "imdsv1_last_call_at,imdsv1_counted_from,imdsv1_counted_to,imdsv1_rejected_calls,imdsv1_use_read_at," +
      "exception_id,exception_scope,exception_owner,exception_reason,exception_until," +
      "replacement,replacement_single_instance," +
      "replacement_rolling_by,replacement_max_batch_size,replacement_min_in_service,launch_kind," +
      "managed_updates_start,active_rollout_id,date_created,date_updated,environment_read_at,settings_read_at,instances_read_at," +
      "tags,tags_from,tags_read_at,lane_state,lane_read_at," +
      "lane_failed_at,lane_failure_phase,lane_failure_operation,lane_failure_code,lane_failure_message," +
      "lane_failure_request_id,lane_http_tokens_enforced,exported_at\r\n",
  );
});

test("every column is explained", async () => {
  const explained = await readFile(join(import.meta.dirname, "../../docs/export.md"), "utf8");
  const [header = ""] = (await textOf(csvOf(subject, pages()))).slice(1).split("\r\n");
  expect(header.split(",").filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
});

test("a line has the evidence and its age, and leaves empty what is not known", async () => {
  const { environments } = Json.parse(JSON.parse(await textOf(jsonOf(subject, pages([environment()], [unread])))));
  expect(environments[0]).toMatchObject({
    imds_configured: "v2-only",
    imds_configured_source: "platform-default",
    imds_effective: "mixed",
    instances: 3,
    instances_tokens_required: 1,
    instances_tokens_optional: 2,
    drift: true,
    replacement: "rolling",
    replacement_rolling_by: "Health",
    replacement_max_batch_size: 1,
    replacement_min_in_service: 2,
    lane_state: "read",
    lane_read_at: READ,
    instance_list: [{ instance_id: "i-1", http_tokens: "required", launched_at: READ }],
    exported_at: AT,
  });
  expect(environments[1]).toMatchObject({
    imds_configured_source: null,
    imds_configured_is_default: null,
    instances: null,
    instances_tokens_required: null,
    instances_tokens_optional: null,
    instance_list: null,
    settings_read_at: null,
    instances_read_at: null,
  });
});

test("tags are a text in CSV and an object in JSON, and of those not read there is nothing", async () => {
  const untold = environment({
    environmentId: "e-2",
    tags: { tags: {}, uneven: null, from: "not-read", readAt: null },
  });
  const csv = await textOf(csvOf(subject, pages([environment(), untold])));
  expect(csv.split("\r\n")[1]).toContain(",Team=payments; Team=shop; stage=production,instances,");
  expect(csv.split("\r\n")[2]).toContain(",,not-read,,");
  const { environments } = Json.parse(JSON.parse(await textOf(jsonOf(subject, pages([environment(), untold])))));
  expect(environments.map(({ tags }) => tags)).toEqual([{ Team: ["payments", "shop"], stage: ["production"] }, null]);
});

test("rows of a lane that could not be read say so, in AWS's words, and since when they are", async () => {
  const failing = { ...subject, lanes: [lane({ failure: refused })] };
  const { environments } = Json.parse(JSON.parse(await textOf(jsonOf(failing, pages([environment()])))));
  expect(environments[0]).toMatchObject({
    lane_state: "failed",
    lane_read_at: READ,
    lane_failed_at: AT,
    lane_failure_phase: "identity",
    lane_failure_operation: "sts:AssumeRole",
    lane_failure_code: "AccessDenied",
    lane_failure_message: refused.message,
    lane_failure_request_id: "r-1",
    environment_read_at: READ,
  });
  const [, line] = (await textOf(csvOf(failing, pages([environment()])))).split("\r\n");
  expect(line).toContain(`,failed,${READ},${AT},identity,sts:AssumeRole,AccessDenied,${refused.message},r-1,,${AT}`);
});

test("JSON lists every lane the filter reaches, with the ones that have no row", async () => {
  const lanes = [
    lane({ scan: { kind: "never" }, lastSuccessAt: null, failure: refused, environmentCount: 0 }),
    lane({ region: "eu-west-1", scan: { kind: "queued" }, lastSuccessAt: null }),
    lane({ region: "eu-west-2", scan: { kind: "never" }, lastSuccessAt: null }),
    lane({ region: "ap-south-1" }),
    lane({ region: "ap-south-2", lastSuccessAt: "2026-02-01T00:00:00.000Z" }),
  ];
  const filter = { ...NO_FILTER, region: ["us-east-1", "eu-west-1", "eu-west-2", "ap-south-1"] };
  const file = Json.parse(JSON.parse(await textOf(jsonOf({ exportedAt: AT, filter, lanes }, pages([], [])))));
  expect(file.lanes.map(({ region, lane_state: state }) => [region, state])).toEqual([
    ["us-east-1", "failed"],
    ["eu-west-1", "reading"],
    ["eu-west-2", "never"],
    ["ap-south-1", "read"],
  ]);
  expect(file).toMatchObject({
    exported_at: AT,
    filter: "region=us-east-1&region=eu-west-1&region=eu-west-2&region=ap-south-1",
    oldest_lane_read_at: READ,
    environments: [],
    environment_count: 0,
  });
});

test("pages of any size make one list, each environment on a line of its own", async () => {
  const all = Array.from({ length: 7 }, (_, index) => environment({ environmentId: `e-${index}` }));
  const text = await textOf(jsonOf(subject, pages(all.slice(0, 3), [], all.slice(3, 4), all.slice(4))));
  const { environments, environment_count: count } = Json.parse(JSON.parse(text));
  expect(environments.map((it) => it.environment_id)).toEqual(all.map((it) => it.environmentId));
  expect([count, text.trim().split("\n").length]).toEqual([7, 9]);
});
