/** The console's category and the option's address; AWS: command-options-general, aws:autoscaling:launchconfiguration. */
export const IMDS_OPTION = {
  namespace: "aws:autoscaling:launchconfiguration",
  optionName: "DisableIMDSv1",
} as const;

/** What an environment's instances answer: only session tokens, or also plain IMDSv1 requests. */
export type Methods = "v2-only" | "v1-and-v2";

export type HttpTokens = "required" | "optional";

/** An instance as the posture sees it; `pending` and `running` count as present. */
export type PostureInstance = {
  id: string;
  httpTokens: HttpTokens;
  launchedAt: string | null;
  /** HttpPutResponseHopLimit; absent where AWS did not tell, or a version stored it that did not ask. */
  hopLimit?: number;
};

export type LaunchKind = "launch-template" | "launch-configuration";

/** The facts a posture is made of; `null` is "not read yet", never "off". */
export type PostureFacts = {
  tier: "WebServer" | "Worker" | "Cluster" | "Unknown";
  /** The deployed option value as AWS wrote it; `undefined`: read, and not set. */
  optionValue: string | undefined | null;
  /** From DescribeConfigurationOptions of this platform; `unsupported`: the option is not listed there. */
  platformDefault: { kind: "value"; value: string } | { kind: "unsupported" } | null;
  /** The set beside the deployed one: being deployed, or left by an update that failed. */
  draft: "none" | "pending" | "failed" | null;
  launchKind: LaunchKind | null;
  instances: readonly PostureInstance[] | null;
};

/** What the option setting says. `source` tells an unset option from one that has a value; AWS does not tell who set it. */
export type Configured =
  | { kind: "known"; methods: Methods; source: "value" | "platform-default"; equalsDefault: boolean }
  | { kind: "unsupported" }
  | { kind: "not-applicable" }
  | ({ kind: "unknown" } & Unknown);

/** Why it cannot be told what the option setting says. */
type Unknown =
  | { why: "not-read" }
  /** Read and not set, and AWS has not said what then holds on its platform, or not in words we know. */
  | { why: "default-unknown" }
  /** Neither `true` nor `false`; what Elastic Beanstalk makes of it is not known. */
  | { why: "odd-value"; value: string };

/** What the running instances enforce. */
export type Effective =
  | { kind: "v2-only" | "v1-and-v2" | "mixed"; required: number; optional: number }
  | { kind: "no-instances" }
  | { kind: "not-applicable" }
  | { kind: "unknown" };

/** What stands beside the deployed setting. AWS: API_ConfigurationSettingsDescription, DeploymentStatus. */
type Draft = "none" | "pending" | "failed" | "not-applicable" | "unknown";

export type Posture = {
  configured: Configured;
  effective: Effective;
  /** Configured and effective disagree, and no update is under way that could be the reason. */
  drift: boolean;
  draft: Draft;
  /** What instances are launched from: the first `true` on a launch configuration moves it to a launch template for good. */
  launch: LaunchKind | "not-applicable" | "unknown";
};

/** The one word per column that lists filter and sort by. */
export type ConfiguredWord = Methods | "unsupported" | "not-applicable" | "unknown";
export type EffectiveWord = Effective["kind"];

/** Takes an option value ("true", "false", any case) and gives the methods it stands for, or `undefined` for anything else. */
export function methodsOf(value: string): Methods | undefined {
  switch (value.trim().toLowerCase()) {
    case "true":
      return "v2-only";
    case "false":
      return "v1-and-v2";
    default:
      return undefined;
  }
}

/** Takes methods and gives the option value AWS wants for them. */
export function optionValueOf(methods: Methods): "true" | "false" {
  return methods === "v2-only" ? "true" : "false";
}

function configuredOf(facts: PostureFacts): Configured {
  if (facts.tier === "Cluster") return { kind: "not-applicable" };
  const { platformDefault } = facts;
  if (platformDefault?.kind === "unsupported") return { kind: "unsupported" };
  if (facts.optionValue === null) return { kind: "unknown", why: "not-read" };
  const fallback = platformDefault === null ? undefined : methodsOf(platformDefault.value);
  if (facts.optionValue === undefined) {
    return fallback === undefined
      ? { kind: "unknown", why: "default-unknown" }
      : { kind: "known", methods: fallback, source: "platform-default", equalsDefault: true };
  }
  const methods = methodsOf(facts.optionValue);
  if (methods === undefined) return { kind: "unknown", why: "odd-value", value: facts.optionValue };
  return { kind: "known", methods, source: "value", equalsDefault: methods === fallback };
}

function effectiveOf(instances: readonly PostureInstance[] | null): Effective {
  if (instances === null) return { kind: "unknown" };
  if (instances.length === 0) return { kind: "no-instances" };
  const required = instances.filter((instance) => instance.httpTokens === "required").length;
  const optional = instances.length - required;
  if (optional === 0) return { kind: "v2-only", required, optional };
  return { kind: required === 0 ? "v1-and-v2" : "mixed", required, optional };
}

/** Takes what was read of an environment and gives what is configured, what is effective, whether they disagree, and what is under way. */
export function postureOf(facts: PostureFacts): Posture {
  const configured = configuredOf(facts);
  // Nodes of an EKS cluster are not launched by this option: neither compliant nor at fault, whatever they enforce.
  if (facts.tier === "Cluster") {
    const kind = "not-applicable";
    return { configured, effective: { kind }, drift: false, draft: kind, launch: kind };
  }
  const effective = effectiveOf(facts.instances);
  const comparable = configured.kind === "known" && "required" in effective;
  return {
    configured,
    effective,
    // Instances are being replaced and the deployed set is still the one before: that is no drift, but the update itself.
    drift: comparable && configured.methods !== effective.kind && facts.draft !== "pending",
    draft: facts.draft ?? "unknown",
    launch: facts.launchKind ?? "unknown",
  };
}

/** Takes a configured state and gives its one word. */
export function configuredWord(configured: Configured): ConfiguredWord {
  return configured.kind === "known" ? configured.methods : configured.kind;
}
