import { randomUUID } from "node:crypto";
import type { EnvironmentFacts, EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import type { HttpTokens, PostureInstance } from "#lib/imds/posture.ts";
import type { Target } from "#lib/rollouts/target.ts";
import type { SettingsFacts } from "./environment-facts.ts";

/** A moment the tests start from. */
export const NOW = new Date("2026-03-01T10:00:00.000Z");

/** Takes seconds and gives the moment so long after NOW. */
export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

/** What DescribeEnvironments says of an ordinary environment, with what a test wants different. */
export function factsOf(environmentId: string, different: Partial<EnvironmentFacts> = {}): EnvironmentFacts {
  return {
    environmentId,
    name: `name-${environmentId}`,
    application: "shop",
    arn: `arn:aws:elasticbeanstalk:us-east-1:123456789012:environment/shop/name-${environmentId}`,
    description: null,
    platformKey: "platform-1",
    platform: "Python 3.11 on Amazon Linux 2023",
    platformArn: "platform-1",
    tier: "WebServer",
    status: "Ready",
    health: "Green",
    healthStatus: "Ok",
    abortable: false,
    cname: null,
    versionLabel: "v1",
    dateCreated: "2025-01-01T00:00:00.000Z",
    dateUpdated: "2026-02-01T00:00:00.666Z",
    ...different,
  };
}

/** What DescribeConfigurationSettings says of an ordinary environment. */
export function settingsOf(optionValue: string | undefined, different: Partial<SettingsFacts> = {}): SettingsFacts {
  return {
    optionValue,
    draftStatus: null,
    replacement: { kind: "immutable" },
    launchKind: "launch-template",
    managedUpdates: null,
    readAt: NOW,
    ...different,
  };
}

/** Instances with these tokens. */
export function instancesOf(...tokens: HttpTokens[]): PostureInstance[] {
  return tokens.map((httpTokens, index) => ({ id: `i-${index}`, httpTokens, launchedAt: null }));
}

/** A lane nobody else has, of one account or another. */
export function newLane(different: Partial<LaneKey> = {}): LaneKey & { accountLabel: string; roleArn: null } {
  const accountId = String(Math.floor(Math.random() * 1e12)).padStart(12, "0");
  return {
    accountId,
    region: "us-east-1",
    accountLabel: `label-${accountId}`,
    roleArn: null,
    ...different,
  };
}

/** A pending target of a rollout. */
export function targetOn(rolloutId: string, key: EnvironmentKey, different: Partial<Target> = {}): Target {
  return {
    id: randomUUID(),
    rolloutId,
    accountId: key.accountId,
    region: key.region,
    environmentId: key.environmentId,
    name: `name-${key.environmentId}`,
    application: "shop",
    change: { kind: "set", methods: "v2-only" },
    before: {
      optionValue: "false",
      platformDefault: "true",
      methods: "v1-and-v2",
      equalsDefault: false,
      dateUpdated: null,
      instanceCount: 2,
      replacement: { kind: "immutable" },
      launchKind: "launch-template",
    },
    tags: null,
    validation: null,
    state: { status: "pending", attempt: 0 },
    ...different,
  };
}
