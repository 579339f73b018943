import { awsCli } from "../running/aws-cli.ts";
import type { SimulatedAws } from "../running/aws.ts";
import type { WorldEnvironment } from "../running/shapes.ts";

/** Takes environments and reads the settings of each with the AWS CLI, so many processes at once; gives the seconds it took. */
export async function readByCli(
  aws: SimulatedAws,
  environments: readonly WorldEnvironment[],
  atOnce: number,
): Promise<number> {
  const rest = environments.values();
  const work = async (): Promise<void> => {
    for (const { application, name, ...place } of rest) {
      const command = ["elasticbeanstalk", "describe-configuration-settings"];
      await awsCli(aws, place, [...command, "--application-name", application, "--environment-name", name]);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / 1_000;
}
