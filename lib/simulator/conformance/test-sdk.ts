import * as cloudWatchSdk from "@aws-sdk/client-cloudwatch";
import * as ec2Sdk from "@aws-sdk/client-ec2";
import * as elasticBeanstalkSdk from "@aws-sdk/client-elastic-beanstalk";
import * as organizationsSdk from "@aws-sdk/client-organizations";
import * as stsSdk from "@aws-sdk/client-sts";
import { z } from "zod";

import { clientConfig, type Simulator } from "../server.ts";
import type { Ask } from "./test-stage.ts";

/** An error as a client sees it. */
export type Seen = { code: string; status: number; message: string };
type AnyClient = { send: (command: object) => Promise<unknown> };

const clientOf = (simulator: Simulator, { service, at = simulator, ...ask }: Ask): AnyClient => {
  const config = {
    ...clientConfig(at, {
      ...(ask.account !== undefined && { account: ask.account }),
      ...(ask.region !== undefined && { region: ask.region }),
    }),
    ...(ask.credentials !== undefined && { credentials: ask.credentials }),
    maxAttempts: 1,
  };
  // oxlint-disable typescript/no-unsafe-type-assertion -- each client gets a command of its own package below
  switch (service) {
    case "elasticbeanstalk":
      return new elasticBeanstalkSdk.ElasticBeanstalkClient(config) as unknown as AnyClient;
    case "ec2":
      return new ec2Sdk.EC2Client(config) as unknown as AnyClient;
    case "sts":
      return new stsSdk.STSClient(config) as unknown as AnyClient;
    case "organizations":
      return new organizationsSdk.OrganizationsClient(config) as unknown as AnyClient;
    case "monitoring":
      return new cloudWatchSdk.CloudWatchClient(config) as unknown as AnyClient;
  }
  // oxlint-enable typescript/no-unsafe-type-assertion
};
const SDKS: Record<Ask["service"], object> = {
  elasticbeanstalk: elasticBeanstalkSdk,
  ec2: ec2Sdk,
  sts: stsSdk,
  organizations: organizationsSdk,
  monitoring: cloudWatchSdk,
};

const SdkError = z.object({
  name: z.string(),
  Code: z.string().optional(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

/** Makes a request with the SDK, once, and gives the error it throws; `undefined` when it throws none. */
export const bySdk = async (simulator: Simulator, ask: Ask): Promise<Seen | undefined> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK names its commands after the operations
  const Command = Reflect.get(SDKS[ask.service], `${ask.operation}Command`) as new (input: object) => object;
  try {
    await clientOf(simulator, ask).send(new Command(ask.input));
    return undefined;
  } catch (error) {
    const { name, Code, message, $metadata } = SdkError.parse(error);
    return { code: Code ?? name, status: $metadata.httpStatusCode, message };
  }
};
