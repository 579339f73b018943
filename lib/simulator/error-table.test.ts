import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

import { errorDocument, NOT_ANSWERED } from "./error-document.ts";
import { errorTable } from "./error-table.ts";

const rows = errorTable.flatMap(({ rows: some }) => some);

test("the document says what the table says", async () => {
  await expect(errorDocument()).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/simulator-errors.md"));
});

test("every error of the simulator is made from a row of the table", async () => {
  const files = await readdir(import.meta.dirname, { recursive: true });
  const sources = await Promise.all(
    files
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => readFile(join(import.meta.dirname, file), "utf8")),
  );
  const made = sources.flatMap((source) => source.match(/= errorOf\(/g) ?? []);
  expect(made).toHaveLength(rows.length);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});

test("every row says where it comes from", () => {
  const sources = rows.map(({ row }) => row.source);
  expect(sources.filter((source) => !/\[(DOC|MODEL|REAL|3P|INFER|invented)\]/.test(source))).toEqual([]);
});

test("every error of Elastic Beanstalk's model is a row, or is said never to come", () => {
  const codes = [
    "CodeBuildNotInServiceRegionException",
    "InsufficientPrivilegesException",
    "InvalidRequestException",
    "ManagedActionInvalidStateException",
    "OperationInProgressFailure",
    "PlatformVersionStillReferencedException",
    "ResourceNotFoundException",
    "ResourceTypeNotSupportedException",
    "S3LocationNotInServiceRegionException",
    "S3SubscriptionRequiredException",
    "SourceBundleDeletionFailure",
    "TooManyApplicationsException",
    "TooManyApplicationVersionsException",
    "TooManyBucketsException",
    "TooManyConfigurationTemplatesException",
    "TooManyEnvironmentsException",
    "TooManyPlatformsException",
    "TooManyTagsException",
    "ElasticBeanstalkServiceException",
  ];
  const said = NOT_ANSWERED.flatMap(({ errors }) => errors).join("\n");
  const known = (code: string) => rows.some(({ row }) => row.code === code) || said.includes(`\`${code}\``);
  expect(codes.filter((code) => !known(code))).toEqual([]);
});
