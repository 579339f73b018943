import type { AwsFailure } from "#lib/errors.ts";
import type { Redactor } from "./redact.ts";
import type { Tree } from "./tree.ts";

/** What a question came to: what AWS answered, or AWS's refusal. `cut` says in words what of a list was left unread. */
export type Reading<T> = { ok: true; value: T; cut?: string | undefined } | { ok: false; failure: AwsFailure };

/** Takes a reading and what to make of its answer, and gives that; a refusal, and what was left unread, stay. */
export function mapped<T, U>(reading: Reading<T>, make: (value: T) => U): Reading<U> {
  return reading.ok ? { ...reading, value: make(reading.value) } : reading;
}

/** One option setting as it came, without what it may give away: see `settingsOf`. */
export type Setting = {
  namespace: string;
  name: string;
  resourceName: string | undefined;
  /** `undefined`: no Value element. The text only of options that say how instances are launched and replaced. */
  value: "empty" | "text" | { text: string } | undefined;
};

/** One set of an environment's settings. */
export type SettingsSet = { status: string; members: Tree; settings: readonly Setting[] };

/** What was read about one environment beyond the list. */
export type EnvironmentReading = {
  description: Tree;
  settings: Reading<readonly SettingsSet[]>;
  resources: Reading<Tree>;
  tags: Reading<Tree>;
};

/** What was read about one platform. */
export type PlatformReading = {
  /** Solution stack; a platform of the account's own is only called so. */
  name: string;
  all: Reading<readonly Tree[]>;
  /** The product's own question: this one option only. */
  imdsOnly: Reading<readonly Tree[]>;
};

/** How AWS answered a request that cannot succeed. */
export type Refusal = { status: number; code: string; words: string; elements: string };

/** One series of an instance's metric. */
export type Series = {
  metric: string;
  dimension: "InstanceId" | "AutoScalingGroupName";
  /** What the instance enforces; `undefined` for a group. */
  tokens: string | undefined;
  statistic: "Sum" | "SampleCount";
  values: readonly number[];
};

/** Everything read in one region. It holds names of the account: it stays in memory. */
export type LaneReading = {
  region: string;
  accountId: string;
  redactor: Redactor;
  environments: Reading<readonly Tree[]>;
  looked: readonly EnvironmentReading[];
  platforms: readonly PlatformReading[];
  /** What `--platforms` could not list. */
  unlisted: AwsFailure | undefined;
  events: Reading<readonly Tree[]>;
  instances: Reading<readonly Tree[]>;
  defaults: Reading<Tree>;
  metrics: Reading<readonly Series[]>;
  /** Names of the dimensions ListMetrics shows, by metric. */
  dimensions: Reading<readonly (readonly [metric: string, dimensions: string])[]>;
  refusals: readonly { id: string; question: string; reading: Reading<Refusal> }[];
  readAt: Date;
};

/** Takes a failure and gives it in a few words, without anything of the account in them. */
export function whyNot({ operation, code, httpStatus }: AwsFailure): string {
  return httpStatus === null ? `${operation} got no answer (${code})` : `${operation} answered ${code}`;
}
