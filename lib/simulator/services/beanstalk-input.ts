import { createHash } from "node:crypto";

import type { Environment, Lane } from "../world.ts";
import {
  badPageToken,
  missingRequiredParameter,
  noEnvironmentNamed,
  noEnvironmentWithId,
} from "./elastic-beanstalk-errors.ts";

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
