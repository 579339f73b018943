import { describe, expect, it } from "vitest";
import { configuredWord, methodsOf, optionValueOf, postureOf } from "./posture.ts";
import type { HttpTokens, PostureFacts } from "./posture.ts";

const instances = (...tokens: HttpTokens[]) =>
  tokens.map((httpTokens, index) => ({ id: `i-${index}`, httpTokens, launchedAt: null }));
const defaultOf = (value: string) => ({ kind: "value", value }) as const;

// Sources: command-options-general (defaults by platform), API_DescribeConfigurationSettings (unset options have no value),
// command-options-general-eks (Cluster environments do not take the namespace).
const golden: [name: string, facts: PostureFacts, configured: string, effective: string, drift: boolean][] = [
  [
    "AL2, not set, v1 answered",
    {
      tier: "WebServer",
      optionValue: undefined,
      platformDefault: defaultOf("false"),
      instances: instances("optional"),
    },
    "v1-and-v2",
    "v1-and-v2",
    false,
  ],
  [
    "AL2023, not set, v2 enforced",
    { tier: "WebServer", optionValue: undefined, platformDefault: defaultOf("true"), instances: instances("required") },
    "v2-only",
    "v2-only",
    false,
  ],
  [
    "AL2 set to true",
    {
      tier: "Worker",
      optionValue: "true",
      platformDefault: defaultOf("false"),
      instances: instances("required", "required"),
    },
    "v2-only",
    "v2-only",
    false,
  ],
  [
    "AL2023 set to false",
    { tier: "WebServer", optionValue: "false", platformDefault: defaultOf("true"), instances: instances("optional") },
    "v1-and-v2",
    "v1-and-v2",
    false,
  ],
  [
    "set to true, one instance behind",
    {
      tier: "WebServer",
      optionValue: "true",
      platformDefault: defaultOf("false"),
      instances: instances("required", "optional"),
    },
    "v2-only",
    "mixed",
    true,
  ],
  [
    "hardened behind Beanstalk's back",
    { tier: "WebServer", optionValue: "false", platformDefault: defaultOf("false"), instances: instances("required") },
    "v1-and-v2",
    "v2-only",
    true,
  ],
  [
    "no instances now",
    { tier: "WebServer", optionValue: "true", platformDefault: defaultOf("false"), instances: [] },
    "v2-only",
    "no-instances",
    false,
  ],
  [
    "instances not read yet",
    { tier: "WebServer", optionValue: "true", platformDefault: null, instances: null },
    "v2-only",
    "unknown",
    false,
  ],
  [
    "settings not read yet",
    { tier: "WebServer", optionValue: null, platformDefault: defaultOf("true"), instances: instances("required") },
    "unknown",
    "v2-only",
    false,
  ],
  [
    "not set, default not read yet",
    { tier: "WebServer", optionValue: undefined, platformDefault: null, instances: instances("required") },
    "unknown",
    "v2-only",
    false,
  ],
  [
    "an old platform without the option",
    {
      tier: "WebServer",
      optionValue: undefined,
      platformDefault: { kind: "unsupported" },
      instances: instances("optional"),
    },
    "unsupported",
    "v1-and-v2",
    false,
  ],
  [
    "Cluster tier",
    { tier: "Cluster", optionValue: null, platformDefault: null, instances: null },
    "not-applicable",
    "no-instances",
    false,
  ],
  [
    "a value nobody knows",
    { tier: "WebServer", optionValue: "maybe", platformDefault: defaultOf("true"), instances: instances("required") },
    "unknown",
    "v2-only",
    false,
  ],
];

describe("posture", () => {
  it.each(golden)("%s", (_name, facts, configured, effective, drift) => {
    const posture = postureOf(facts);
    expect([configuredWord(posture.configured), posture.effective.kind, posture.drift]).toEqual([
      configured,
      effective,
      drift,
    ]);
  });

  it("tells a value that equals the default from one that overrides it", () => {
    const facts = { tier: "WebServer", optionValue: "true", instances: null } as const;
    expect(postureOf({ ...facts, platformDefault: defaultOf("true") }).configured).toMatchObject({
      source: "value",
      equalsDefault: true,
    });
    expect(postureOf({ ...facts, platformDefault: defaultOf("false") }).configured).toMatchObject({
      source: "value",
      equalsDefault: false,
    });
  });

  it("reads and writes option values as AWS does", () => {
    expect([methodsOf("true"), methodsOf(" False "), methodsOf(""), methodsOf("yes")]).toEqual([
      "v2-only",
      "v1-and-v2",
      undefined,
      undefined,
    ]);
    expect([optionValueOf("v2-only"), optionValueOf("v1-and-v2")]).toEqual(["true", "false"]);
  });
});
