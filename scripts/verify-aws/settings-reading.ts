import type { Redactor } from "./redact.ts";
import type { Setting, SettingsSet } from "./reading.ts";
import type { Tree } from "./tree.ts";
import { items, text } from "./tree.ts";

export const LAUNCH = "aws:autoscaling:launchconfiguration";
export const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";

/** Namespaces whose options' names are AWS's own; elsewhere a name may be the user's. */
const NAMESPACES: ReadonlySet<string> = new Set([
  LAUNCH,
  ROLLING,
  "aws:autoscaling:asg",
  "aws:ec2:vpc",
  "aws:elasticbeanstalk:command",
  "aws:elasticbeanstalk:eks",
  "aws:elasticbeanstalk:environment",
  "aws:elasticbeanstalk:healthreporting:system",
  "aws:elasticbeanstalk:managedactions",
]);

/** Settings with an application's environment variables, in clear text. */
const SECRET = /^aws:elasticbeanstalk:application:environment|^aws:cloudformation:template:parameter$|secret/i;

/** Shorter values are words rather than secrets, and would hide AWS's own. */
const SHORTEST_SECRET = 6;

/** The only option whose value is looked at. */
export const KEPT = `${LAUNCH}/DisableIMDSv1`;

function learnSecret(value: string, redactor: Redactor): void {
  const learn = (secret: string) => {
    if (secret.length >= SHORTEST_SECRET) redactor.learn(secret, "<secret>");
  };
  learn(value);
  // `NAME=value,NAME=value`, as the template's parameter has them.
  for (const pair of value.split(",")) learn(pair.slice(pair.indexOf("=") + 1));
}

function settingOf(member: Tree, redactor: Redactor): Setting {
  const namespace = text(member, "Namespace") ?? "";
  const name = text(member, "OptionName") ?? "";
  const value = text(member, "Value");
  if (value !== undefined && SECRET.test(namespace)) learnSecret(value, redactor);
  const ours = NAMESPACES.has(namespace);
  return {
    namespace: ours ? namespace : "another",
    name: ours ? name : "another",
    resourceName: ours ? text(member, "ResourceName") : undefined,
    value:
      value === undefined
        ? undefined
        : value === ""
          ? "empty"
          : `${namespace}/${name}` === KEPT
            ? { text: value }
            : "text",
  };
}

/** Which members a setting and its set have: the same tree with no text of it left. */
function withoutText(tree: Tree): Tree {
  if (typeof tree === "string") return tree === "" ? "" : /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(tree) ? tree : "text";
  if (Array.isArray(tree)) return tree.map((one: Tree) => withoutText(one));
  return Object.fromEntries(Object.entries(tree).map(([name, child]: [string, Tree]) => [name, withoutText(child)]));
}

/**
 * Takes an answer of DescribeConfigurationSettings and gives what may be kept of it. Environment variables end here: the
 * redactor learns them, so that it finds them elsewhere, and nothing else does.
 */
export function settingsOf(answer: Tree, redactor: Redactor): SettingsSet[] {
  return items(answer, "DescribeConfigurationSettingsResult", "ConfigurationSettings").map((set) => ({
    status: text(set, "DeploymentStatus") ?? "none",
    members: withoutText(set),
    settings: items(set, "OptionSettings").map((member) => settingOf(member, redactor)),
  }));
}
