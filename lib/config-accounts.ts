import { readFileSync } from "node:fs";
import { z } from "zod";
import { partitionIn, partitionOf, REGION_NAME } from "#lib/imds/partition.ts";

/** The regions to read; `all`: those that an account has enabled and Elastic Beanstalk exists in. */
export type RegionChoice = readonly string[] | "all";

/** Whose environments are scanned, and with which credentials. `ambient`: the SDK's own chain, the account's id is learned from STS. */
export type AccountConfig =
  | { kind: "ambient"; regions: RegionChoice }
  | {
      kind: "account";
      id: string;
      label: string;
      roleArn: string | null;
      externalId: string | null;
      regions: RegionChoice;
    };

/** How the accounts of an organization are found and reached: by one role's name in each of them. */
export type OrganizationConfig = {
  roleName: string;
  externalId: string | null;
  /** Only these; `null`: every account. */
  include: readonly string[] | null;
  exclude: readonly string[];
  regions: RegionChoice;
};

const region = z.string().regex(REGION_NAME, "is no region name such as us-east-1");
/** Names of regions; `all` among them stands for whatever there is. */
const regionChoice = z
  .array(z.string().refine((name) => name === "all" || REGION_NAME.test(name), "is no region name such as us-east-1"))
  .min(1, "names no region")
  .transform((names): RegionChoice => (names.includes("all") ? "all" : [...new Set(names)]));
const accountId = z.string().regex(/^\d{12}$/, "is no account id of 12 digits");
const roleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "is no role ARN such as arn:aws:iam::123456789012:role/name",
  );
// AWS: API_AssumeRole, ExternalId.
const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, "is no external id");
const account = z
  .strictObject({
    id: accountId,
    label: z.string().trim().min(1).optional(),
    roleArn: roleArn.optional(),
    externalId: externalId.optional(),
    regions: regionChoice.optional(),
  })
  .refine((it) => it.roleArn === undefined || it.roleArn.split(":")[4] === it.id, {
    message: "is a role of another account",
    path: ["roleArn"],
  })
  .refine((it) => it.externalId === undefined || it.roleArn !== undefined, {
    message: "goes with a roleArn only",
    path: ["externalId"],
  });
const accounts = z
  .array(account)
  .min(1, "names no account; leave it out for the ambient credentials")
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "names an account twice");

/** Reads JSON inside a schema. */
export const json = (text: string, context: z.RefinementCtx): unknown => {
  try {
    // JSON.parse gives any; the schema behind it gives it a type.
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own words would quote the value, and an external id with it.
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
};

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ),
];
const accountIds = z.string().transform(listed).pipe(z.array(accountId).min(1, "names no account"));

/** The variables that say which accounts and regions are read. */
export const accountVariables = {
  ACCOUNTS: z.string().transform(json).pipe(accounts).optional(),
  ACCOUNTS_FILE: z.string().optional(),
  REGIONS: z.string().transform(listed).pipe(regionChoice).default("all"),
  // AWS: API_CreateRole, RoleName and Path.
  ORGANIZATION_ROLE_NAME: z
    .string()
    .regex(/^[\w+=,.@/-]{1,512}$/, "is no role name")
    .optional(),
  ORGANIZATION_EXTERNAL_ID: externalId.optional(),
  ORGANIZATION_ACCOUNTS: accountIds.optional(),
  ORGANIZATION_EXCLUDED_ACCOUNTS: accountIds.optional(),
  AWS_REGION: region.optional(),
  AWS_DEFAULT_REGION: region.optional(),
};
type AccountVariables = z.output<z.ZodObject<typeof accountVariables>>;

/** Adds to `wrong` what the issues of a refused value are; values are left out, for some are secrets. */
export function noteIssues(wrong: string[], name: string, issues: readonly z.core.$ZodIssue[]): void {
  for (const issue of issues) {
    const path = name === "" ? issue.path : [name, ...issue.path];
    wrong.push(`${path.join(".")} ${issue.message}`);
  }
}

/**
 * Takes the checked variables and gives the accounts that are named, or the ambient one; notes in `wrong` what cannot be.
 */
export function accountsOf(values: AccountVariables, wrong: string[]): AccountConfig[] {
  let named = values.ACCOUNTS;
  if (values.ACCOUNTS_FILE !== undefined) {
    if (named !== undefined) wrong.push("ACCOUNTS and ACCOUNTS_FILE are both set; keep one");
    try {
      const read = z.string().transform(json).pipe(accounts).safeParse(readFileSync(values.ACCOUNTS_FILE, "utf8"));
      if (read.success) named = read.data;
      else noteIssues(wrong, "ACCOUNTS_FILE", read.error.issues);
    } catch (error) {
      wrong.push(`ACCOUNTS_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (named === undefined) return [{ kind: "ambient", regions: values.REGIONS }];
  return named.map((it) => ({
    kind: "account",
    id: it.id,
    label: it.label ?? it.id,
    roleArn: it.roleArn ?? null,
    externalId: it.externalId ?? null,
    regions: it.regions ?? values.REGIONS,
  }));
}

/** Takes the checked variables and gives how the organization is read, `null` where it is not; notes in `wrong` what cannot be. */
export function organizationOf(values: AccountVariables, wrong: string[]): OrganizationConfig | null {
  const { ORGANIZATION_ROLE_NAME: roleName, REGIONS: regions } = values;
  if (roleName === undefined) {
    const alone = ["ORGANIZATION_EXTERNAL_ID", "ORGANIZATION_ACCOUNTS", "ORGANIZATION_EXCLUDED_ACCOUNTS"] as const;
    for (const name of alone) {
      if (values[name] !== undefined) wrong.push(`${name} goes with ORGANIZATION_ROLE_NAME only`);
    }
    return null;
  }
  return {
    roleName,
    externalId: values.ORGANIZATION_EXTERNAL_ID ?? null,
    include: values.ORGANIZATION_ACCOUNTS ?? null,
    exclude: values.ORGANIZATION_EXCLUDED_ACCOUNTS ?? [],
    regions,
  };
}

/** A region that every account of the partition has; roles tell the partition where no region does. */
const FIRST_REGIONS: Readonly<Record<string, string>> = { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" };

/**
 * Takes the checked variables and the accounts and gives the region of `Config.homeRegion`. Credentials are good in one
 * partition: notes in `wrong` where several are named.
 */
export function homeRegionOf(values: AccountVariables, accounts: readonly AccountConfig[], wrong: string[]): string {
  const regions = [values.REGIONS, ...accounts.map((it) => it.regions)].flatMap((it) => (it === "all" ? [] : it));
  const roles = accounts.flatMap((it) => (it.kind === "account" && it.roleArn !== null ? partitionIn(it.roleArn) : []));
  const said = values.AWS_REGION ?? values.AWS_DEFAULT_REGION;
  const home = regions[0] ?? said ?? FIRST_REGIONS[roles[0] ?? ""] ?? "us-east-1";
  const partitions = new Set([...regions.map(partitionOf), ...roles, partitionOf(home)]);
  if (partitions.size > 1) {
    wrong.push(
      `Regions and roles are of several partitions (${[...partitions].join(", ")}); credentials are of one, so each needs a server of its own`,
    );
  }
  return home;
}
