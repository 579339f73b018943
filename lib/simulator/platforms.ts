import type { Platform, PlatformFamily } from "./world.ts";

/** Defaults of DisableIMDSv1 by operating system [DOC command-options-general]. */
const DEFAULTS: Record<PlatformFamily, "true" | "false" | undefined> = {
  // Platforms of the first Amazon Linux know no such option [3P: "not supported" by AWS staff in 2020; INFER].
  al1: undefined,
  al2: "false",
  al2023: "true",
  "windows-2019": "false",
  // The description says true, the default column of the same row says false [DOC, conflicting]; the first is taken here.
  "windows-2022": "true",
  // Cluster environments take only the eks namespaces [DOC command-options-general-eks].
  eks: undefined,
};

const platform = (family: PlatformFamily, name: string, version: string, solutionStackName: string): Platform => ({
  family,
  name,
  version,
  solutionStackName,
  disableImdsV1Default: DEFAULTS[family],
});

/** The platforms of the simulated fleet, named as AWS names its solution stacks. */
export const PLATFORMS: readonly Platform[] = [
  platform(
    "al1",
    "PHP 7.3 running on 64bit Amazon Linux",
    "2.10.0",
    "64bit Amazon Linux 2018.03 v2.10.0 running PHP 7.3",
  ),
  platform(
    "al1",
    "Python 3.6 running on 64bit Amazon Linux",
    "2.9.20",
    "64bit Amazon Linux 2018.03 v2.9.20 running Python 3.6",
  ),
  platform(
    "al2",
    "Node.js 18 running on 64bit Amazon Linux 2",
    "5.9.6",
    "64bit Amazon Linux 2 v5.9.6 running Node.js 18",
  ),
  platform(
    "al2",
    "Corretto 11 running on 64bit Amazon Linux 2",
    "3.8.6",
    "64bit Amazon Linux 2 v3.8.6 running Corretto 11",
  ),
  platform(
    "al2",
    "Tomcat 9 Corretto 11 running on 64bit Amazon Linux 2",
    "4.8.6",
    "64bit Amazon Linux 2 v4.8.6 running Tomcat 9 Corretto 11",
  ),
  platform("al2", "Docker running on 64bit Amazon Linux 2", "4.1.2", "64bit Amazon Linux 2 v4.1.2 running Docker"),
  platform(
    "al2",
    "Python 3.8 running on 64bit Amazon Linux 2",
    "3.7.5",
    "64bit Amazon Linux 2 v3.7.5 running Python 3.8",
  ),
  platform(
    "al2023",
    "Node.js 22 running on 64bit Amazon Linux 2023",
    "6.6.5",
    "64bit Amazon Linux 2023 v6.6.5 running Node.js 22",
  ),
  platform(
    "al2023",
    "Python 3.12 running on 64bit Amazon Linux 2023",
    "4.7.4",
    "64bit Amazon Linux 2023 v4.7.4 running Python 3.12",
  ),
  platform(
    "al2023",
    "PHP 8.3 running on 64bit Amazon Linux 2023",
    "4.8.1",
    "64bit Amazon Linux 2023 v4.8.1 running PHP 8.3",
  ),
  platform("al2023", "ECS running on 64bit Amazon Linux 2023", "4.3.0", "64bit Amazon Linux 2023 v4.3.0 running ECS"),
  platform(
    "windows-2019",
    "IIS 10.0 running on 64bit Windows Server 2019",
    "2.18.3",
    "64bit Windows Server 2019 v2.18.3 running IIS 10.0",
  ),
  platform(
    "windows-2022",
    "IIS 10.0 running on 64bit Windows Server 2022",
    "2.18.3",
    "64bit Windows Server 2022 v2.18.3 running IIS 10.0",
  ),
  // [invented]: no captured name of an EKS platform was found.
  platform("eks", "Docker running on Amazon EKS", "1.1.0", "Amazon EKS v1.1.0 running Docker"),
];

/** Takes a platform and a region and gives its ARN there; platforms of AWS have no account in theirs. */
export function platformArn({ name, version }: Platform, region: string): string {
  return `arn:aws:elasticbeanstalk:${region}::platform/${name}/${version}`;
}
