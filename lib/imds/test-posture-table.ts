/**
 * What a posture must say, as tables to read. `*` stands for everything; of the rows that fit, the first counts. Sources are
 * AWS's pages (docs.aws.amazon.com/elasticbeanstalk/latest/dg/…, and …/api/… for API_*); [INFER] is deduced from them,
 * [invented] is ours.
 */

export const TIERS = ["WebServer", "Worker", "Cluster", "Unknown"] as const;

/** The platform's default as DescribeConfigurationOptions has it: AL2023 `true`, AL2 and older `false`. */
export const DEFAULTS = ["true", "false", "no value", "odd", "unsupported", "not read"] as const;

/** The deployed option. `not set`: the settings were read and the option has no Value element. */
export const OPTIONS = ["true", "false", "TRUE", " false ", "empty", "odd", "not set", "not read"] as const;

/** A second set beside the deployed one, of DeploymentStatus pending or failed. */
export const DRAFTS = ["none", "pending", "failed", "not read"] as const;

/** What the pending and running instances answer. */
export const MIXES = ["not read", "none", "all required", "all optional", "mixed"] as const;

export const LAUNCHES = ["launch-template", "launch-configuration", "not read"] as const;

type Any = "*";

/** `=` marks a value that equals the platform's default; why something is unknown stands behind it. */
export const CONFIGURED: readonly [
  tier: (typeof TIERS)[number] | Any,
  platformDefault: (typeof DEFAULTS)[number] | Any,
  option: (typeof OPTIONS)[number] | Any,
  configured: string,
][] = [
  // command-options-general-eks: environments on EKS do not take the launch configuration's namespace.
  ["Cluster", "*", "*", "not-applicable"],
  // [INFER] environments-cfg-ec2-imds: older platforms know IMDSv1 alone; absence in DescribeConfigurationOptions tells.
  // Whatever a set may still say there, nothing reads it.
  ["*", "unsupported", "*", "unsupported"],
  // [invented] Nothing is said before it was read.
  ["*", "*", "not read", "unknown: not-read"],

  // command-options: a value applied to the environment goes before every default.
  // command-options-general: `true` disables IMDSv1; `false` enables both. [INFER] Case and blanks do not matter.
  ["*", "true", "true", "v2-only ="],
  ["*", "true", "TRUE", "v2-only ="],
  ["*", "true", "false", "v1-and-v2"],
  ["*", "true", " false ", "v1-and-v2"],
  ["*", "false", "true", "v2-only"],
  ["*", "false", "TRUE", "v2-only"],
  ["*", "false", "false", "v1-and-v2 ="],
  ["*", "false", " false ", "v1-and-v2 ="],
  // A default that was not read, or means nothing to us, equals no value.
  ["*", "*", "true", "v2-only"],
  ["*", "*", "TRUE", "v2-only"],
  ["*", "*", "false", "v1-and-v2"],
  ["*", "*", " false ", "v1-and-v2"],

  // API_ConfigurationOptionSetting: an option that is not set has no value, which is not `false`; then the platform's
  // default holds (command-options-general: AL2023 true, AL2 and older false).
  ["*", "true", "not set", "v2-only ="],
  ["*", "false", "not set", "v1-and-v2 ="],
  ["*", "no value", "not set", "unknown: default-unknown"],
  ["*", "odd", "not set", "unknown: default-unknown"],
  ["*", "not read", "not set", "unknown: default-unknown"],

  // [NOT FOUND] What Elastic Beanstalk makes of another word: it is not guessed, and not taken for unset.
  ["*", "*", "empty", "unknown: odd-value"],
  ["*", "*", "odd", "unknown: odd-value"],
];

export const EFFECTIVE: readonly [
  tier: (typeof TIERS)[number] | Any,
  mix: (typeof MIXES)[number] | Any,
  effective: string,
][] = [
  // Nodes of an EKS cluster are not launched by this option, whatever they enforce: neither compliant nor at fault.
  ["Cluster", "*", "not-applicable"],
  ["*", "not read", "unknown"],
  ["*", "none", "no-instances"],
  // API_InstanceMetadataOptionsResponse (EC2): HttpTokens required = tokens are needed; optional = both are answered.
  ["*", "all required", "v2-only"],
  ["*", "all optional", "v1-and-v2"],
  ["*", "mixed", "mixed"],
];

export const DRIFT: readonly [
  configured: string,
  effective: string,
  draft: (typeof DRAFTS)[number] | Any,
  drift: boolean,
][] = [
  // API_ConfigurationSettingsDescription: pending = "in the process of being deployed". Instances are being replaced, and the
  // deployed set is the one before: what disagrees now is the update's own doing until it ends [INFER].
  ["*", "*", "pending", false],
  ["v2-only", "v1-and-v2", "*", true],
  // using-features.rollingupdates: a failed rollback leaves mixed instances behind.
  ["v2-only", "mixed", "*", true],
  // The account's defaults or somebody with EC2's API made them stricter than the setting says.
  ["v1-and-v2", "v2-only", "*", true],
  ["v1-and-v2", "mixed", "*", true],
  // They agree, or one of them says nothing that could be compared.
  ["*", "*", "*", false],
];
