import { chanceOf, imageIdOf, instanceIdOf, seedOf } from "./random.ts";
import type { Environment, Instance, Lane, World } from "./world.ts";

export type Tokens = Instance["httpTokens"];

/** What an environment's option values mean for the instances it launches. */
export type Launch = { tokens: Tokens; instanceType: string | undefined };

/** Takes an environment and how it launches, and gives a running instance that takes after its others. */
export function newInstance(
  world: World,
  lane: Lane,
  environment: Environment,
  { tokens, instanceType }: Launch,
  at: Date,
): Instance {
  const { region } = lane;
  const chance = chanceOf(seedOf(`${world.seed}/${environment.id}/${world.nextSequence++}`));
  // All at once leaves no instance to take after but one that is gone: the same software runs on the new ones.
  const like =
    environment.instances[0] ?? lane.goneInstances.findLast(({ environmentId }) => environmentId === environment.id);
  return {
    id: instanceIdOf(chance),
    environmentId: environment.id,
    environmentName: environment.name,
    state: "running",
    launchedAt: at,
    terminatedAt: undefined,
    httpTokens: tokens,
    hopLimit: like?.hopLimit ?? 1,
    imageId: like?.imageId ?? imageIdOf(environment.platform.solutionStackName, region),
    instanceType: instanceType ?? like?.instanceType ?? "t3.small",
    availabilityZone: `${region}${chance.pick(["a", "b", "c"])}`,
    autoScalingGroupName:
      like?.autoScalingGroupName ??
      `awseb-${environment.id}-stack-AWSEBAutoScalingGroup-${chance.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 12)}`,
    imdsV1Use: like?.imdsV1Use ?? { kind: "reported", callsPerHour: 0 },
    tags: like?.tags ?? {
      ...environment.tags,
      Name: environment.name,
      "elasticbeanstalk:environment-name": environment.name,
      "elasticbeanstalk:environment-id": environment.id,
    },
  };
}
