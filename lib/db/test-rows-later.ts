import { AT, FAILURE, FIRST, IMDS_USE, LANE, LATER, REGION } from "./test-rows.ts";
import type { StoredRows } from "./test-rows.ts";

/** As 0003_tags_and_managed_updates has them. */
const TAGS: StoredRows = {
  ...IMDS_USE,
  environments: (IMDS_USE["environments"] ?? []).map((environment, index) => ({
    ...environment,
    managed_updates: index === 0 ? { start: "Tue:10:00", level: "minor", instanceRefresh: false } : null,
    tags: index === 0 ? { Team: ["payments", "shop"], 担当: ["基盤"] } : {},
    tags_from: ["instances", "none-running"][index] ?? "not-read",
    tags_read_at: index < 2 ? AT : null,
  })),
};

const TERMS = {
  owner: "payments team",
  reason: "The agent reads IMDSv1 until it is replaced",
  until: "2027-01-02T03:04:05.678+00:00",
  created_by: "ann",
  created_at: AT,
};

/** As 0004_exceptions has them. */
const EXCEPTIONS: StoredRows = {
  ...TAGS,
  exceptions: [
    {
      ...TERMS,
      id: "00000000-0000-4000-8000-0000000000e1",
      scope: "environment",
      ...LANE,
      environment_id: "e-0",
      environment_name: "straße-0",
      filter: null,
      extends: null,
    },
    {
      ...TERMS,
      id: "00000000-0000-4000-8000-0000000000e2",
      scope: "filter",
      account_id: null,
      region: null,
      environment_id: null,
      environment_name: null,
      filter: "application=shop",
      extends: "00000000-0000-4000-8000-0000000000e1",
    },
  ],
  exception_ends: [
    { exception_id: "00000000-0000-4000-8000-0000000000e1", at: LATER, ended_by: "ann", why: "extended" },
  ],
};

/** The tables that 0005_accounts adds. */
const ACCOUNTS: StoredRows = {
  ...EXCEPTIONS,
  accounts: ["ambient", "configured", "organization"].map((source, index) => ({
    account_id: `11112222333${index}`,
    label: `店 ${index}`,
    source,
    state: index === 2 ? "SUSPENDED" : null,
    role_arn: index === 0 ? null : `arn:aws:iam::11112222333${index}:role/imds-fleet`,
    regions: { read: [REGION], leftOut: [{ region: "ap-east-1", reason: "not-enabled" }] },
    failure: index === 1 ? { ...FAILURE, operation: "ec2:DescribeRegions" } : null,
    failed_at: index === 1 ? AT : null,
    enabled: true,
    discovered_at: LATER,
  })),
  organization_readings: [{ id: "organization", last_success_at: AT, failure: FAILURE, failed_at: LATER }],
};

/** From which migration on which rows are those of the version; the last that is reached counts. */
export const ROWS_SINCE: readonly (readonly [tag: string, rows: StoredRows])[] = [
  ["0000_first", FIRST],
  ["0002_imds_use", IMDS_USE],
  ["0003_tags_and_managed_updates", TAGS],
  ["0004_exceptions", EXCEPTIONS],
  ["0005_accounts", ACCOUNTS],
];
