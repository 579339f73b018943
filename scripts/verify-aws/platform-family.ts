/**
 * Takes a solution stack's name or a platform's ARN and gives the operating system family the documentation words
 * DisableIMDSv1's defaults by: https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
 */
export function familyOf(platform: string): string {
  const windows = /Windows Server (?:Core )?(\d{4})/.exec(platform)?.[1];
  if (windows !== undefined) return `windows-${windows}`;
  if (/\bEKS\b/.test(platform)) return "eks";
  if (/Amazon Linux 2023/.test(platform)) return "al2023";
  if (/Amazon Linux 2(?!\d)/.test(platform)) return "al2";
  return /Amazon Linux/.test(platform) ? "al1" : "other";
}

/** Whether applications of a platform run in containers, one network hop further from the metadata service. */
export function runsContainers(platform: string): boolean {
  return /\b(Docker|ECS)\b/.test(platform);
}

/** The part of a platform's ARN that tells the platform, where it is one of AWS's: those have no account. */
function nameOfAws(arn: string | undefined): string | undefined {
  return /::platform\/(.+)$/.exec(arn ?? "")?.[1];
}

/** Whether a platform is one of AWS's, and not the account's own. */
export function isOfAws(solutionStack: string | undefined, arn: string | undefined): boolean {
  return (solutionStack !== undefined && solutionStack !== "") || nameOfAws(arn) !== undefined;
}

/** Takes a solution stack's name and a platform's ARN and gives a name that tells nothing of the account. */
export function platformName(solutionStack: string | undefined, arn: string | undefined): string {
  if (solutionStack !== undefined && solutionStack !== "") return solutionStack;
  return nameOfAws(arn) ?? "a platform of the account's own";
}
