import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Configured, Effective } from "./posture.ts";
import type { NextStep, ReadinessFacts, Reason, Verdict } from "./readiness.ts";
import { readinessOf } from "./readiness.ts";
import type { ImdsUse } from "./use.ts";
import { NO_EVIDENCE } from "./use.ts";

const FAILURE = {
  operation: "cloudwatch:GetMetricData",
  code: "AccessDenied",
  message: "not authorized",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused" as const,
};
const TO = "2026-03-15T12:00:00.000Z";
const windowOf = (hours: number, complete = true) => ({
  from: new Date(Date.parse(TO) - hours * 3_600_000).toISOString(),
  to: TO,
  knownSince: TO,
  complete,
});
const none = (hours = 336, silent = 0): ImdsUse => ({ kind: "none", readAt: TO, window: windowOf(hours), silent });
const CALLS = { calls: 12, instances: 2, lastAt: TO };
const inUse: ImdsUse = { kind: "in-use", ...CALLS, readAt: TO, window: windowOf(336), silent: 0 };
const V1: Configured = { kind: "known", methods: "v1-and-v2", source: "value", equalsDefault: false };
const V2: Configured = { kind: "known", methods: "v2-only", source: "value", equalsDefault: false };
const UNKNOWN: Configured = { kind: "unknown", why: "not-read" };
const UNSET: Configured = { kind: "unknown", why: "default-unknown" };
const ODD: Configured = { kind: "unknown", why: "odd-value", value: "perhaps" };
const DOCKER = "Docker running on 64bit Amazon Linux 2";
const answering: Effective = { kind: "v1-and-v2", required: 0, optional: 2 };
const requiring: Effective = { kind: "v2-only", required: 2, optional: 0 };

function facts(different: Partial<ReadinessFacts> & { use?: ImdsUse } = {}): ReadinessFacts {
  const { use, ...rest } = different;
  return {
    status: "Ready",
    platform: "Python 3.11 running on 64bit Amazon Linux 2023",
    configured: V1,
    effective: answering,
    instances: null,
    draftStatus: null,
    settingsFailure: null,
    evidence: { use: use ?? none(), rejected: null, asked: null },
    metricsFailure: null,
    changeRefused: null,
    httpTokensEnforced: false,
    managedWindow: null,
    ...rest,
  };
}

const UNREAD = {
  failure: { ...FAILURE, operation: "elasticbeanstalk:DescribeConfigurationSettings" },
  at: TO,
  isDenied: true,
};
const UNANSWERED = { ...UNREAD, failure: { ...UNREAD.failure, code: "InternalFailure" }, isDenied: false };
const WINDOW = { open: true, opensAt: TO, closesAt: "2026-03-15T14:00:00.000Z", instanceRefresh: false };

const rejecting = (use: ImdsUse) => ({ evidence: { use, rejected: CALLS, asked: null } });

/** The golden table: what is known, the verdict, its reasons in order, and what to do. */
test.each<[what: string, given: ReadinessFacts, verdict: Verdict, reasons: Reason["kind"][], next: NextStep[]]>([
  ["two weeks of zero", facts(), "ready", ["zero"], ["switch"]],
  [
    "its setting was refused and never read",
    facts({ configured: UNKNOWN, settingsFailure: UNREAD }),
    "no-evidence",
    ["setting-unknown", "setting-failed"],
    ["grant-settings", "refresh"],
  ],
  [
    "its setting could not be read, and nobody denied it",
    facts({ configured: UNKNOWN, settingsFailure: UNANSWERED }),
    "no-evidence",
    ["setting-unknown", "setting-failed"],
    ["refresh"],
  ],
  [
    "enforced when its setting was last read, which AWS refuses now",
    facts({ configured: V2, effective: requiring, settingsFailure: UNREAD }),
    "already-enforced",
    ["already-set", "setting-failed"],
    ["grant-settings", "refresh"],
  ],
  [
    "two weeks of zero, and an update of Elastic Beanstalk's own may begin",
    facts({ managedWindow: WINDOW }),
    "ready",
    ["zero", "managed-window"],
    ["let-window-pass", "switch"],
  ],
  ["a day of zero", facts({ use: none(24) }), "ready", ["zero"], ["switch"]],
  ["an hour less than a day", facts({ use: none(23) }), "no-evidence", ["short-window"], ["watch-longer"]],
  [
    "two weeks of zero, read too long ago",
    facts({ evidence: { use: none(), rejected: null, asked: null, stale: true } }),
    "no-evidence",
    ["stale-evidence"],
    ["watch-longer"],
  ],
  [
    "two weeks of zero, read too long ago, and CloudWatch is refused since",
    facts({ evidence: { use: none(), rejected: null, asked: null, stale: true }, metricsFailure: FAILURE }),
    "no-evidence",
    ["stale-evidence", "read-failed"],
    ["watch-longer", "grant-metrics"],
  ],
  [
    "calls, read too long ago",
    facts({ evidence: { use: inUse, rejected: null, asked: null, stale: true } }),
    "in-use",
    ["calls"],
    ["find-caller", "update-sdk"],
  ],
  [
    "zero, and an instance that says nothing",
    facts({ use: none(336, 1) }),
    "no-evidence",
    ["silent"],
    ["watch-longer"],
  ],
  ["calls", facts({ use: inUse }), "in-use", ["calls"], ["find-caller", "update-sdk"]],
  [
    "no data",
    facts({ use: { kind: "no-data", readAt: TO, instances: 2 } }),
    "no-evidence",
    ["no-data"],
    ["watch-longer"],
  ],
  ["not read", facts({ use: { kind: "unknown" } }), "no-evidence", ["not-read"], ["watch-longer"]],
  [
    "cannot be read",
    facts({ use: { kind: "unknown" }, metricsFailure: FAILURE }),
    "no-evidence",
    ["read-failed"],
    ["grant-metrics"],
  ],
  [
    "nothing runs, and nothing was seen",
    facts({ use: { kind: "unknown" }, effective: { kind: "no-instances" } }),
    "no-evidence",
    ["no-instances"],
    ["run-instances"],
  ],
  [
    "nothing runs, and what ran called",
    facts({ use: inUse, effective: { kind: "no-instances" } }),
    "in-use",
    ["calls"],
    ["find-caller", "update-sdk"],
  ],
  ["set and in force", facts({ configured: V2, effective: requiring }), "already-enforced", ["already-set"], []],
  [
    "set, and nothing runs",
    facts({ configured: V2, effective: { kind: "no-instances" } }),
    "already-enforced",
    ["already-set"],
    [],
  ],
  [
    "set and in force, and something still calls",
    facts({ configured: V2, effective: requiring, ...rejecting({ kind: "unknown" }) }),
    "already-enforced",
    ["already-set", "rejected"],
    ["find-caller", "update-sdk"],
  ],
  [
    "set, and some instances answer all the same",
    facts({ configured: V2, effective: { kind: "mixed", required: 1, optional: 1 } }),
    "ready",
    ["not-in-force", "zero"],
    ["replace-instances", "switch"],
  ],
  [
    "not set, and all instances require tokens",
    facts({ effective: requiring, use: { kind: "unknown" } }),
    "ready",
    ["instances-require"],
    ["switch"],
  ],
  [
    "not set, all instances require tokens, and calls are refused",
    facts({ effective: requiring, ...rejecting({ kind: "unknown" }) }),
    "no-evidence",
    ["not-read", "rejected"],
    ["watch-longer", "find-caller", "update-sdk"],
  ],
  [
    "zero where it is answered, calls where it is refused",
    facts({ effective: { kind: "mixed", required: 1, optional: 1 }, ...rejecting(none()) }),
    "in-use",
    ["zero", "rejected"],
    ["find-caller", "update-sdk"],
  ],
  ["the setting is not read", facts({ configured: UNKNOWN }), "no-evidence", ["setting-unknown"], ["refresh"]],
  [
    "not set, the platform's default cannot be told, and two weeks of zero",
    facts({ configured: UNSET }),
    "ready",
    ["default-unknown", "zero"],
    ["set-explicitly", "switch"],
  ],
  [
    "not set, the platform's default cannot be told, and calls are counted",
    facts({ configured: UNSET, use: inUse }),
    "in-use",
    ["default-unknown", "calls"],
    ["set-explicitly", "find-caller", "update-sdk"],
  ],
  [
    "not set, the platform's default cannot be told, and all instances require tokens",
    facts({ configured: UNSET, effective: requiring, use: { kind: "unknown" } }),
    "no-evidence",
    ["default-unknown", "not-read"],
    ["set-explicitly", "watch-longer"],
  ],
  [
    "a value nobody knows",
    facts({ configured: ODD, use: { kind: "unknown" } }),
    "no-evidence",
    ["odd-value", "not-read"],
    ["set-explicitly", "watch-longer"],
  ],
  ["busy", facts({ status: "Updating" }), "busy", ["busy", "zero"], ["wait"]],
  [
    "busy and in use",
    facts({ status: "Updating", use: inUse }),
    "busy",
    ["busy", "calls"],
    ["wait", "find-caller", "update-sdk"],
  ],
  [
    "a pending draft of a busy environment",
    facts({ status: "Updating", draftStatus: "pending" }),
    "blocked",
    ["pending-draft", "zero"],
    ["finish-draft"],
  ],
  ["a failed draft", facts({ draftStatus: "failed" }), "ready", ["zero", "failed-draft"], ["switch"]],
  [
    "denied before",
    facts({ changeRefused: { words: ["not authorized to perform: ec2:CreateLaunchTemplate"], at: TO } }),
    "blocked",
    ["permission", "zero"],
    ["grant-change"],
  ],
  [
    "the platform lacks it",
    facts({ configured: { kind: "unsupported" } }),
    "blocked",
    ["unsupported", "zero"],
    ["update-platform"],
  ],
  ["a cluster", facts({ configured: { kind: "not-applicable" } }), "not-applicable", ["cluster"], []],
  [
    "containers, and every instance lets them reach IMDSv2",
    facts({ platform: DOCKER, instances: [{ hopLimit: 2 }, { hopLimit: 3 }] }),
    "ready",
    ["zero"],
    ["switch"],
  ],
  [
    "containers, and an instance that does not let them",
    facts({ platform: DOCKER, instances: [{ hopLimit: 2 }, { hopLimit: 1 }] }),
    "ready",
    ["zero", "containers"],
    ["check-hop-limit", "switch"],
  ],
  [
    "containers, and an instance that does not say so",
    facts({ platform: DOCKER, instances: [{ hopLimit: 2 }, {}] }),
    "ready",
    ["zero", "containers"],
    ["check-hop-limit", "switch"],
  ],
  ["no containers, and one hop", facts({ instances: [{ hopLimit: 1 }] }), "ready", ["zero"], ["switch"]],
  [
    "containers, and nothing runs",
    facts({ platform: DOCKER, instances: [] }),
    "ready",
    ["zero", "containers"],
    ["check-hop-limit", "switch"],
  ],
  ["containers", facts({ platform: DOCKER }), "ready", ["zero", "containers"], ["check-hop-limit", "switch"]],
  [
    "an account without a way back",
    facts({ httpTokensEnforced: true }),
    "ready",
    ["zero", "tokens-enforced"],
    ["lift-enforcement", "switch"],
  ],
])("to disable: %s", (_, given, verdict, reasons, next) => {
  const answer = readinessOf(given);
  expect({ ...answer, reasons: answer.reasons.map(({ kind }) => kind) }).toEqual({ verdict, reasons, next });
});

test.each<[what: string, given: ReadinessFacts, verdict: Verdict, reasons: Reason["kind"][], next: NextStep[]]>([
  ["set", facts({ configured: V2, effective: requiring }), "ready", [], ["switch"]],
  ["not set", facts(), "not-applicable", ["already-set"], []],
  [
    "enforced by the account",
    facts({ configured: V2, httpTokensEnforced: true }),
    "blocked",
    ["tokens-enforced"],
    ["lift-enforcement"],
  ],
  [
    "a pending draft",
    facts({ configured: V2, draftStatus: "pending" }),
    "blocked",
    ["pending-draft"],
    ["finish-draft"],
  ],
  ["busy", facts({ configured: V2, status: "Updating" }), "busy", ["busy"], ["wait"]],
  [
    "an open window",
    facts({ configured: V2, managedWindow: WINDOW }),
    "ready",
    ["managed-window"],
    ["let-window-pass", "switch"],
  ],
  ["not read", facts({ configured: UNKNOWN }), "no-evidence", ["setting-unknown"], ["refresh"]],
  [
    "not set, and the platform's default cannot be told",
    facts({ configured: UNSET }),
    "no-evidence",
    ["default-unknown"],
    ["set-explicitly"],
  ],
  ["a value nobody knows", facts({ configured: ODD }), "no-evidence", ["odd-value"], ["set-explicitly"]],
  ["a cluster", facts({ configured: { kind: "not-applicable" } }), "not-applicable", ["cluster"], []],
])("to allow again: %s", (_, given, verdict, reasons, next) => {
  const answer = readinessOf(given, "v1-and-v2");
  expect({ ...answer, reasons: answer.reasons.map(({ kind }) => kind) }).toEqual({ verdict, reasons, next });
});

const anyFacts: fc.Arbitrary<ReadinessFacts> = fc
  .record({
    use: fc.constantFrom<ImdsUse>(
      inUse,
      none(),
      none(3),
      none(336, 1),
      { kind: "unknown" },
      { kind: "no-data", readAt: TO, instances: 1 },
    ),
    rejected: fc.constantFrom(null, CALLS),
    stale: fc.boolean(),
    rest: fc.record({
      status: fc.constantFrom("Ready", "Updating", "Launching"),
      platform: fc.constantFrom(DOCKER, "Go 1"),
      configured: fc.constantFrom<Configured>(
        V1,
        V2,
        UNKNOWN,
        UNSET,
        ODD,
        { kind: "unsupported" },
        { kind: "not-applicable" },
      ),
      effective: fc.constantFrom<Effective>(
        answering,
        requiring,
        { kind: "mixed", required: 1, optional: 1 },
        { kind: "no-instances" },
        { kind: "unknown" },
      ),
      instances: fc.constantFrom(null, [], [{ hopLimit: 1 }], [{}, { hopLimit: 2 }]),
      draftStatus: fc.constantFrom(null, "pending" as const, "failed" as const),
      settingsFailure: fc.constantFrom(null, UNREAD, UNANSWERED),
      metricsFailure: fc.constantFrom(null, FAILURE),
      changeRefused: fc.constantFrom<ReadinessFacts["changeRefused"][]>(null, { words: ["denied"], at: TO }),
      httpTokensEnforced: fc.constantFrom(null, true, false),
      managedWindow: fc.constantFrom(null, WINDOW),
    }),
  })
  .map(({ use, rejected, stale, rest }) => ({
    ...rest,
    evidence: { use, rejected, asked: null, ...(stale ? { stale: true as const } : {}) },
  }));

test("of containers it is told how far instances let them reach", () => {
  const said = (...instances: { hopLimit?: number }[]) =>
    readinessOf(facts({ platform: DOCKER, instances })).reasons.find(({ kind }) => kind === "containers");
  expect(said({ hopLimit: 2 }, { hopLimit: 1 }, {})).toEqual({ kind: "containers", hopLimit: 1 });
  expect(said({ hopLimit: 2 }, {})).toEqual({ kind: "containers", hopLimit: null });
  expect(said({ hopLimit: 2 })).toBeUndefined();
});

test("ready is never said without evidence, nor of what is called, busy or blocked; every verdict has a reason", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const { verdict, reasons } = readinessOf(given);
      expect(reasons).not.toEqual([]);
      const kinds = new Set(reasons.map(({ kind }) => kind));
      expect(kinds.size).toBe(reasons.length);
      if (verdict !== "ready") return;
      expect(given.status).toBe("Ready");
      expect(given.draftStatus).not.toBe("pending");
      expect(given.changeRefused).toBeNull();
      expect(given.evidence.use.kind).not.toBe("in-use");
      expect(given.evidence.rejected).toBeNull();
      const isCounted = kinds.has("zero") && given.evidence.stale !== true;
      expect(isCounted || kinds.has("instances-require")).toBe(true);
    }),
  );
});

test("what the lane and the hour add changes reasons only, so that lists may keep the word", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const plain = readinessOf({ ...given, metricsFailure: null, httpTokensEnforced: null, managedWindow: null });
      expect(readinessOf(given).verdict).toBe(plain.verdict);
    }),
  );
});

test("nothing read is no verdict of either kind", () => {
  expect(readinessOf(facts({ evidence: NO_EVIDENCE })).verdict).toBe("no-evidence");
});
