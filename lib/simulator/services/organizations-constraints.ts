import type { Constraints } from "../protocols/constraints.ts";

/** [MODEL] of ListAccounts; DescribeOrganization takes no input. That it words them as other services do is [INFER]. */
export const organizationsConstraints: Constraints = {
  NextToken: { length: [0, 100_000], pattern: String.raw`[\s\S]*` },
  MaxResults: { range: [1, 20] },
};
