import type { Filter } from "@aws-sdk/client-ec2";

import { tooManyFilterValues } from "./ec2-errors.ts";

const MAX_VALUES = 200;

/** What a thing shows to a filter: the values it has under a name; `undefined` when there is no such filter. */
export type FilterValues<Thing> = (thing: Thing, filterName: string) => readonly string[] | undefined;

type Part = "any text" | "one character" | { character: string };

/** A filter value in parts: `*` stands for any text, `?` for one character, a backslash takes their meaning away. */
const partsOf = (value: string): Part[] =>
  (value.match(/\\.|./gsu) ?? []).map((text) => {
    if (text === "*") return "any text";
    if (text === "?") return "one character";
    return { character: text.length > 1 && text.startsWith("\\") ? text.slice(1) : text };
  });

/**
 * Whether a text has a pattern. Where it goes wrong, only the last `*` takes one character more: to try the earlier ones
 * again finds nothing new, and takes for ever.
 */
const hasPattern = (parts: readonly Part[], text: string): boolean => {
  const characters = Array.from(text);
  let part = 0;
  let at = 0;
  let retry: { part: number; at: number } | undefined;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === "any text") {
      part += 1;
      retry = { part, at };
    } else if (wanted === "one character" || (wanted !== undefined && wanted.character === characters[at])) {
      part += 1;
      at += 1;
    } else if (retry === undefined) {
      return false;
    } else {
      retry = { part: retry.part, at: retry.at + 1 };
      ({ part, at } = retry);
    }
  }
  return parts.slice(part).every((rest) => rest === "any text");
};

const matcher = (values: readonly string[]): ((candidate: string) => boolean) => {
  const plain = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => !plain.has(value)).map(partsOf);
  return (candidate) => plain.has(candidate) || patterns.some((parts) => hasPattern(parts, candidate));
};

/**
 * Makes a test from EC2 filters: values of one filter are alternatives, filters are joined by "and";
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html. `check` throws for a name
 * that cannot be asked for; more than 200 values throw `FilterLimitExceeded`.
 */
export const matchesFilters = <Thing>(
  filters: readonly Filter[],
  check: (filterName: string) => void,
  valuesOf: FilterValues<Thing>,
): ((thing: Thing) => boolean) => {
  if (filters.reduce((sum, { Values }) => sum + (Values?.length ?? 0), 0) > MAX_VALUES) throw tooManyFilterValues();
  const tests = filters.map(({ Name = "", Values = [] }) => {
    check(Name);
    const accepts = matcher(Values);
    return (thing: Thing) => valuesOf(thing, Name)?.some(accepts) === true;
  });
  return (thing) => tests.every((test) => test(thing));
};
