import { createHash } from "node:crypto";

import { validationError } from "../errors.ts";
import type { Environment, Lane } from "../world.ts";
import {
  badPageToken,
  constraintProblem,
  missingRequiredParameter,
  noEnvironmentNamed,
  noEnvironmentWithId,
} from "./elastic-beanstalk-errors.ts";

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** [MODEL] Lengths of members that several operations share; the SDK's schemas hold none. */
const LENGTHS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  ApplicationName: [1, 100],
  EnvironmentName: [4, 40],
  VersionLabel: [1, 100],
  TemplateName: [1, 100],
  SolutionStackName: [0, 150],
  Description: [0, 200],
};
const RECORDS = { min: 1, max: 1000 };

/** Throws `ValidationError` naming every member of an input that is too short, too long or out of its range. */
export const checkInput = (input: object): void => {
  const problems = Object.entries(input).flatMap(([name, value]: [string, unknown]) => {
    if (name === "MaxRecords" && typeof value === "number") {
      if (value < RECORDS.min)
        return [
          constraintProblem("maxRecords", value, `Member must have value greater than or equal to ${RECORDS.min}`),
        ];
      return value > RECORDS.max
        ? [constraintProblem("maxRecords", value, `Member must have value less than or equal to ${RECORDS.max}`)]
        : [];
    }
    const range = LENGTHS[name];
    if (range === undefined || typeof value !== "string") return [];
    const [min, max] = range;
    if (value.length < min)
      return [constraintProblem(lowerFirst(name), value, `Member must have length greater than or equal to ${min}`)];
    return value.length > max
      ? [constraintProblem(lowerFirst(name), value, `Member must have length less than or equal to ${max}`)]
      : [];
  });
  if (problems.length > 0) throw validationError(...problems);
};

/** A digest of what a page token may only be used with: the request without the members that differ between pages. */
const digestOf = (input: object): string =>
  createHash("sha256")
    .update(
      JSON.stringify(
        Object.entries(input)
          .filter(([name, value]) => name !== "NextToken" && name !== "MaxRecords" && value !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .digest("hex")
    .slice(0, 16);

const readToken = (token: string, digest: string): string => {
  const [forQuery, last, ...more] = Buffer.from(token, "base64url").toString("utf8").split(" ");
  if (forQuery !== digest || last === undefined || more.length > 0) throw badPageToken();
  return last;
};

/**
 * The page an input asks for and the token of the next one. A page starts behind the last item shown, whatever came or went
 * since; `after` says whether an item lies behind the one with the given key. Throws for a token of another request.
 */
export const pageOf = <Item>(
  items: readonly Item[],
  input: { MaxRecords?: number | undefined; NextToken?: string | undefined },
  { keyOf, after, most }: { keyOf: (item: Item) => string; after: (item: Item, key: string) => boolean; most?: number },
): { page: readonly Item[]; next: { NextToken?: string } } => {
  const digest = digestOf(input);
  const from = input.NextToken === undefined ? undefined : readToken(input.NextToken, digest);
  const rest = from === undefined ? items : items.filter((item) => after(item, from));
  const size = input.MaxRecords ?? most ?? rest.length;
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    page,
    next:
      last !== undefined && page.length < rest.length
        ? { NextToken: Buffer.from(`${digest} ${keyOf(last)}`).toString("base64url") }
        : {},
  };
};

/**
 * The live environment an input names by id, name or both. Throws `MissingRequiredParameter` where it names none,
 * `InvalidParameterValue` where there is none such; that a terminated one counts as none is [invented].
 */
export const environmentOf = (
  lane: Lane,
  input: {
    ApplicationName?: string | undefined;
    EnvironmentId?: string | undefined;
    EnvironmentName?: string | undefined;
  },
): Environment => {
  const { ApplicationName, EnvironmentId, EnvironmentName } = input;
  const found = lane.environments.find(
    ({ id, name, applicationName, status }) =>
      status !== "Terminated" &&
      (EnvironmentId === undefined || id === EnvironmentId) &&
      (EnvironmentName === undefined || name === EnvironmentName) &&
      (ApplicationName === undefined || applicationName === ApplicationName),
  );
  if (EnvironmentId === undefined && EnvironmentName === undefined)
    throw missingRequiredParameter("EnvironmentName, EnvironmentId");
  if (found !== undefined) return found;
  throw EnvironmentName === undefined ? noEnvironmentWithId(EnvironmentId ?? "") : noEnvironmentNamed(EnvironmentName);
};
