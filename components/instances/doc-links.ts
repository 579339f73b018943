const EB = (locale: string) =>
  `https://docs.aws.amazon.com/${locale === "ja" ? "ja_jp/" : ""}elasticbeanstalk/latest/dg`;
const EC2 = (locale: string) => `https://docs.aws.amazon.com/${locale === "ja" ? "ja_jp/" : ""}AWSEC2/latest/UserGuide`;

/** The pages, in the order they are listed. */
export const DOC_NAMES = [
  "ebImds",
  "options",
  "templates",
  "policies",
  "precedence",
  "metadata",
  "configure",
  "sdk",
] as const;

/** Takes a language and gives the AWS pages the panel refers to, in that language. */
export function docLinks(locale: string): Record<(typeof DOC_NAMES)[number], string> {
  return {
    ebImds: `${EB(locale)}/environments-cfg-ec2-imds.html`,
    options: `${EB(locale)}/command-options-general.html#command-options-general-autoscalinglaunchconfiguration`,
    templates: `${EB(locale)}/environments-cfg-autoscaling-launch-templates.html`,
    policies: `${EB(locale)}/AWSHowTo.iam.managed-policies.html`,
    precedence: `${EB(locale)}/command-options.html#configuration-options-precedence`,
    metadata: `${EC2(locale)}/ec2-instance-metadata.html`,
    configure: `${EC2(locale)}/configuring-instance-metadata-service.html`,
    sdk: `${EC2(locale)}/use-a-supported-sdk-version-for-imdsv2.html`,
  };
}

/** Takes a region and an environment id and gives that environment's address in AWS's console, by the region's partition. */
export function consoleAddress(region: string, environmentId: string): string {
  const host = region.startsWith("cn-")
    ? "console.amazonaws.cn"
    : region.startsWith("us-gov-")
      ? "console.amazonaws-us-gov.com"
      : "console.aws.amazon.com";
  return `https://${host}/elasticbeanstalk/home?region=${encodeURIComponent(region)}#/environment/dashboard?environmentId=${encodeURIComponent(environmentId)}`;
}
