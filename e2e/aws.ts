import {
  DescribeConfigurationSettingsCommand,
  ElasticBeanstalkClient,
  UpdateEnvironmentCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { z } from "zod";
import { stack } from "./stack.ts";

/** The simulated AWS as somebody else sees it: another client, and the simulator's own account of what really happened. */

const LAUNCH = "aws:autoscaling:launchconfiguration";

const State = z.object({
  accountId: z.string(),
  region: z.string(),
  id: z.string(),
  name: z.string(),
  application: z.string(),
  status: z.string(),
  disableImdsV1: z.string().nullable(),
  platformDefault: z.string().nullable(),
  launches: z.enum(["launch-template", "launch-configuration"]),
  fate: z.enum(["succeeds", "rolls-back", "fails-degraded"]),
  instances: z.array(z.object({ id: z.string(), httpTokens: z.enum(["required", "optional"]), state: z.string() })),
});
export type EnvironmentState = z.infer<typeof State>;

const Journal = z.object({
  journal: z.array(z.object({ operation: z.string(), accountId: z.string(), region: z.string(), input: z.unknown() })),
});

async function control(path: string, body?: object): Promise<unknown> {
  const { aws } = stack();
  const answer = await fetch(
    `${aws.endpoint}/_simulator/${path}`,
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${path}`);
  return answer.json();
}

/** Every environment as it really is. */
export const environmentStates = async (): Promise<EnvironmentState[]> =>
  z.object({ environments: z.array(State) }).parse(await control("state")).environments;

/** Every mutating call AWS received. */
export const journal = async () => Journal.parse(await control("journal")).journal;

/** Takes an environment and decides how its next update ends. */
export const setFate = async (environmentId: string, fate: EnvironmentState["fate"]): Promise<void> => {
  await control("fate", { environmentId, fate });
};

/** Somebody deploys a version there, which takes so many simulated minutes. */
export const deploy = async (environmentId: string, minutes: number): Promise<void> => {
  await control("deploy", { environmentId, minutes });
};

/** Says what the organization tells of an account from now on; `null`: it has left. */
export const setMember = async (accountId: string, state: "ACTIVE" | "SUSPENDED" | null): Promise<void> => {
  await control("member", { accountId, state });
};

/** Environments of an account (by its place in the configuration) whose change to v2-only would do something. */
export async function changeable(account: number): Promise<EnvironmentState[]> {
  const { aws } = stack();
  const states = await environmentStates();
  return states.filter(
    ({ accountId, status, fate, disableImdsV1, platformDefault, instances }) =>
      accountId === aws.accounts[account]?.id &&
      status === "Ready" &&
      fate === "succeeds" &&
      platformDefault !== null &&
      (disableImdsV1 ?? platformDefault) === "false" &&
      instances.every(({ httpTokens }) => httpTokens === "optional"),
  );
}

type Place = Pick<EnvironmentState, "accountId" | "region">;

/** Takes a place and, unless it is the one of all flows, a simulated AWS, and gives another client of it. */
export function clientOf({ accountId, region }: Place, { aws } = stack()): ElasticBeanstalkClient {
  const account = aws.accounts.find(({ id }) => id === accountId);
  if (account === undefined) throw new Error(`The simulator has no account ${accountId}`);
  return new ElasticBeanstalkClient({
    endpoint: aws.endpoint,
    region,
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
  });
}

/** Reads DisableIMDSv1 as every AWS client would; `undefined` where it is not set. */
export async function readOption({
  accountId,
  region,
  application,
  name,
}: EnvironmentState): Promise<string | undefined> {
  const answer = await clientOf({ accountId, region }).send(
    new DescribeConfigurationSettingsCommand({ ApplicationName: application, EnvironmentName: name }),
  );
  const deployed = answer.ConfigurationSettings?.find(({ DeploymentStatus }) => DeploymentStatus === "deployed");
  return deployed?.OptionSettings?.find(
    ({ Namespace, OptionName }) => Namespace === LAUNCH && OptionName === "DisableIMDSv1",
  )?.Value;
}

/** Somebody else describes an environment, in whatever words. */
export async function describeElsewhere(
  { accountId, region, id }: EnvironmentState,
  description: string,
): Promise<void> {
  await clientOf({ accountId, region }).send(
    new UpdateEnvironmentCommand({ EnvironmentId: id, Description: description }),
  );
}

/** Somebody else lets Elastic Beanstalk update an environment's platform, every week from an hour of a day (`Tue:10:00`, UTC) on. */
export async function manageUpdates({ accountId, region, id }: EnvironmentState, start: string): Promise<void> {
  const Namespace = "aws:elasticbeanstalk:managedactions";
  await clientOf({ accountId, region }).send(
    new UpdateEnvironmentCommand({
      EnvironmentId: id,
      OptionSettings: [
        { Namespace, OptionName: "ManagedActionsEnabled", Value: "true" },
        { Namespace, OptionName: "PreferredStartTime", Value: start },
        { Namespace: `${Namespace}:platformupdate`, OptionName: "UpdateLevel", Value: "minor" },
      ],
    }),
  );
}

/** Somebody else updates an environment. */
export async function updateElsewhere(
  { accountId, region, id }: EnvironmentState,
  option: { namespace: string; name: string; value: string },
): Promise<void> {
  await clientOf({ accountId, region }).send(
    new UpdateEnvironmentCommand({
      EnvironmentId: id,
      OptionSettings: [{ Namespace: option.namespace, OptionName: option.name, Value: option.value }],
    }),
  );
}
