import type { Filter } from "@aws-sdk/client-ec2";

import { invalidFilter, tooManyFilterValues } from "./ec2-errors.ts";

const MAX_VALUES = 200;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** What a thing shows to a filter: the values it has under a name; `undefined` when there is no such filter. */
export type FilterValues<Thing> = (thing: Thing, filterName: string) => readonly string[] | undefined;

/** A filter value as a pattern: `*` stands for any text, `?` for one character, a backslash takes their meaning away. */
const pattern = (value: string): RegExp => {
  const parts = value.match(/\\.|[\s\S]/g) ?? [];
  const source = parts.map((part) => {
    if (part === "*") return "[\\s\\S]*";
    if (part === "?") return "[\\s\\S]";
    return (part.length === 2 && part.startsWith("\\") ? part.slice(1) : part).replace(SPECIAL, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
};

const matcher = (values: readonly string[]): ((candidate: string) => boolean) => {
  const plain = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => !plain.has(value)).map(pattern);
  return (candidate) => plain.has(candidate) || patterns.some((one) => one.test(candidate));
};

/**
 * Makes a test from EC2 filters: values of one filter are alternatives, filters are joined by "and";
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html. `known` says which names exist.
 * Throws `InvalidParameterValue` for an unknown name, `FilterLimitExceeded` past 200 values.
 */
export const matchesFilters = <Thing>(
  filters: readonly Filter[],
  known: (filterName: string) => boolean,
  valuesOf: FilterValues<Thing>,
): ((thing: Thing) => boolean) => {
  if (filters.reduce((sum, { Values }) => sum + (Values?.length ?? 0), 0) > MAX_VALUES) throw tooManyFilterValues();
  const tests = filters.map(({ Name = "", Values = [] }) => {
    if (!known(Name)) throw invalidFilter(Name);
    const accepts = matcher(Values);
    return (thing: Thing) => valuesOf(thing, Name)?.some(accepts) === true;
  });
  return (thing) => tests.every((test) => test(thing));
};
