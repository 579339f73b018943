import { z } from "zod";

/** The line the simulator prints when it is ready: where it is, and the keys and roles of its accounts. */
export const SimulatorReady = z.object({
  endpoint: z.url(),
  regions: z.array(z.string()),
  accounts: z
    .array(
      z.object({
        id: z.string(),
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
        roleArn: z.string(),
        externalId: z.string(),
      }),
    )
    .min(1),
});
