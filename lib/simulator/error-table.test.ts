import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

import { services } from "./catalog.ts";
import { errorDocument, NOT_ANSWERED, PAGES } from "./error-document.ts";
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

/** What a source says of each of its tags: `[REAL] words, https://…` is REAL, with that text. */
const claimsOf = (source: string) =>
  [...source.matchAll(/\[(\w+)\]([^[]*)/g)].map(([, tag = "", text = ""]) => ({ tag, text }));

/** Whether somebody who doubts it finds the place. */
const canBeLookedUp = ({ tag, text }: { tag: string; text: string }): boolean => {
  switch (tag) {
    case "REAL":
      return text.includes("https://");
    case "3P":
      return text.includes("https://") || text.includes("general knowledge");
    case "DOC":
      return Object.keys(PAGES).some((page) => text.trim().startsWith(page));
    default:
      return ["MODEL", "INFER", "invented"].includes(tag);
  }
};

test("every row says where it comes from, so that it can be looked up", () => {
  const sources = rows.map(({ row }) => row.source);
  const vague = sources.filter((source) => {
    const claims = claimsOf(source);
    return claims.length === 0 || !claims.every(canBeLookedUp);
  });
  expect(vague).toEqual([]);
});

test("the document lists the operations that are played, and the page on faults the names of their services", async () => {
  const guide = await readFile(join(import.meta.dirname, "../../docs/simulator.md"), "utf8");
  for (const { signingName, handlers } of services) {
    const line =
      errorDocument()
        .split("\n")
        .find((one) => one.includes(`| \`${signingName}\` |`)) ?? "";
    expect(Object.keys(handlers).filter((operation) => !line.includes(operation))).toEqual([]);
    expect(guide).toContain(`\`${signingName}\``);
  }
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
