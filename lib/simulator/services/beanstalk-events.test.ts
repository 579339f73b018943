import {
  DescribeEventsCommand,
  ElasticBeanstalkClient,
  paginateDescribeEvents,
  type DescribeEventsCommandInput,
} from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment, EnvironmentEvent, Lane } from "../world.ts";

let simulator: Simulator;
let beanstalk: ElasticBeanstalkClient;
let lane: Lane;
let one: Environment;
let other: Environment;

/** Whole seconds: that is all a request can say. */
const base = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const minute = (count: number): Date => new Date(base + count * 60_000);

const event = (
  environment: Environment,
  message: string,
  at: Date,
  severity: EnvironmentEvent["severity"],
  requestId?: string,
): EnvironmentEvent => ({
  at,
  message,
  severity,
  requestId,
  environmentId: environment.id,
  environmentName: environment.name,
  applicationName: environment.applicationName,
});

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 20,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
  });
  beanstalk = new ElasticBeanstalkClient({
    ...clientConfig(simulator, { region: "us-east-1" }),
    maxAttempts: 1,
  });
  const [first] = simulator.world.lanes;
  const [some] = first?.environments ?? [];
  const another = first?.environments.find(({ applicationName }) => applicationName !== some?.applicationName);
  if (first === undefined || some === undefined || another === undefined) throw new Error("no environments");
  lane = first;
  one = some;
  other = another;
  lane.events = [
    event(one, "seven weeks old", new Date(base - 7 * 7 * 86_400_000), "INFO"),
    event(one, "start", minute(1), "INFO", "request-1"),
    event(other, "elsewhere", minute(2), "DEBUG", "request-2"),
    event(one, "no request", minute(3), "TRACE"),
    event(one, "careful", minute(4), "WARN", "request-1"),
    event(one, "failed", minute(5), "ERROR", "request-1"),
    event(one, "same instant", minute(5), "INFO", "request-1"),
  ];
});

afterAll(() => simulator.close());

const messages = async (input: DescribeEventsCommandInput): Promise<(string | undefined)[]> =>
  ((await beanstalk.send(new DescribeEventsCommand(input))).Events ?? []).map(({ Message }) => Message);

test("events come newest first and no older than six weeks", async () => {
  expect(await messages({})).toEqual(["same instant", "failed", "careful", "no request", "elsewhere", "start"]);
});

test("an event names its environment and, where there is one, its request", async () => {
  const { Events } = await beanstalk.send(new DescribeEventsCommand({ EnvironmentId: one.id }));
  expect(Events?.at(-1)).toEqual({
    EventDate: minute(1),
    Message: "start",
    ApplicationName: one.applicationName,
    EnvironmentName: one.name,
    RequestId: "request-1",
    Severity: "INFO",
  });
  expect(Events?.find(({ Message }) => Message === "no request")).not.toHaveProperty("RequestId");
});

test("filters by environment, application, request, severity and time", async () => {
  expect(await messages({ EnvironmentName: other.name })).toEqual(["elsewhere"]);
  expect(await messages({ EnvironmentId: other.id })).toEqual(["elsewhere"]);
  expect(await messages({ ApplicationName: other.applicationName })).toEqual(["elsewhere"]);
  expect(await messages({ EnvironmentName: "nobody" })).toEqual([]);
  expect(await messages({ RequestId: "request-1" })).toEqual(["same instant", "failed", "careful", "start"]);
  expect(await messages({ Severity: "WARN" })).toEqual(["failed", "careful"]);
  expect(await messages({ StartTime: minute(2), EndTime: minute(4) })).toEqual(["no request", "elsewhere"]);
});

test("pages give every event once even while new ones come", async () => {
  const seen: (string | undefined)[] = [];
  for await (const { Events = [] } of paginateDescribeEvents(
    { client: beanstalk, pageSize: 2 },
    { EnvironmentId: one.id },
  )) {
    seen.push(...Events.map(({ Message }) => Message));
    lane.events.push(event(one, "late", minute(6), "INFO"));
  }
  expect(seen).toEqual(["same instant", "failed", "careful", "no request", "start"]);
});

test("a severity there is none of and a page too large are refused", async () => {
  // @ts-expect-error -- a severity AWS does not know
  await expect(messages({ Severity: "LOUD" })).rejects.toMatchObject({
    name: "ValidationError",
    message: expect.stringContaining("'severity'"),
  });
  await expect(messages({ MaxRecords: 1001 })).rejects.toMatchObject({ name: "ValidationError" });
});
