import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { DescribeEnvironmentsCommand, DescribeEventsCommand } from "@aws-sdk/client-elastic-beanstalk";
import type { Reading } from "./reading.ts";
import { mapped } from "./reading.ts";
import type { Target } from "./target.ts";
import type { Tree } from "./tree.ts";
import { ENVIRONMENT_TAG, items, text } from "./tree.ts";

const PAGE = 1_000;
/** Twenty thousand entries: who has more has seen enough of them. */
const MAX_PAGES = 20;
const SIX_WEEKS_MS = 6 * 7 * 86_400_000;

type Page = { list: readonly Tree[]; next: string | undefined };

/** Reads pages until there are no more, or too many; a refusal in between is the whole answer. */
async function pages(
  operation: string,
  read: (token: string | undefined) => Promise<Reading<Page>>,
): Promise<Reading<Tree[]>> {
  const list: Tree[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reading = await read(token);
    if (!reading.ok) return reading;
    list.push(...reading.value.list);
    token = reading.value.next;
    if (token === undefined || token === "") return { ok: true, value: list };
  }
  return { ok: true, value: list, cut: `${operation} has more than the ${MAX_PAGES} pages that were read` };
}

/** Reads the environments of a lane, or the one of this name. */
export function readEnvironments({ tree, beanstalk }: Target, name: string | undefined): Promise<Reading<Tree[]>> {
  return pages("elasticbeanstalk:DescribeEnvironments", async (NextToken) =>
    mapped(
      await tree("elasticbeanstalk:DescribeEnvironments", () =>
        beanstalk.send(
          new DescribeEnvironmentsCommand({
            IncludeDeleted: false,
            MaxRecords: PAGE,
            NextToken,
            ...(name === undefined ? {} : { EnvironmentNames: [name] }),
          }),
        ),
      ),
      (answer) => ({
        list: items(answer, "DescribeEnvironmentsResult", "Environments"),
        next: text(answer, "DescribeEnvironmentsResult", "NextToken"),
      }),
    ),
  );
}

/** Reads the events of the last six weeks, of a lane or of the environments of one name. */
export function readEvents({ tree, beanstalk }: Target, name: string | undefined): Promise<Reading<Tree[]>> {
  const StartTime = new Date(Date.now() - SIX_WEEKS_MS);
  return pages("elasticbeanstalk:DescribeEvents", async (NextToken) =>
    mapped(
      await tree("elasticbeanstalk:DescribeEvents", () =>
        beanstalk.send(new DescribeEventsCommand({ StartTime, MaxRecords: PAGE, NextToken, EnvironmentName: name })),
      ),
      (answer) => ({
        list: items(answer, "DescribeEventsResult", "Events"),
        next: text(answer, "DescribeEventsResult", "NextToken"),
      }),
    ),
  );
}

/** Reads the running instances of a lane that belong to an environment. */
export function readInstances({ tree, ec2 }: Target): Promise<Reading<Tree[]>> {
  return pages("ec2:DescribeInstances", async (NextToken) =>
    mapped(
      await tree("ec2:DescribeInstances", () =>
        ec2.send(
          new DescribeInstancesCommand({
            Filters: [
              { Name: "tag-key", Values: [ENVIRONMENT_TAG] },
              { Name: "instance-state-name", Values: ["pending", "running"] },
            ],
            MaxResults: PAGE,
            NextToken,
          }),
        ),
      ),
      (answer) => ({
        list: items(answer, "reservationSet").flatMap((reservation) => items(reservation, "instancesSet")),
        next: text(answer, "nextToken"),
      }),
    ),
  );
}
