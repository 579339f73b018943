import { EnvironmentHealth, EnvironmentHealthStatus, EnvironmentStatus } from "@aws-sdk/client-elastic-beanstalk";
import type { Evidence, Fact } from "./fact.ts";
import { distinct } from "./fact.ts";
import { evidenceOf, inEach, ofLooked } from "./evidence.ts";
import { membersOf } from "./members.ts";
import type { LaneReading } from "./reading.ts";
import { mapped } from "./reading.ts";
import type { Tree } from "./tree.ts";
import { at, items, text } from "./tree.ts";

/** Replaces what an environment's ARN has of one environment by what it is. */
function arnForm(value: string, environment: Tree, { region, accountId }: LaneReading): string {
  const parts = /^arn:[\w-]+:elasticbeanstalk:([\w-]*):(\d*):environment\/([^/]+)\/([^/]+)$/.exec(value);
  if (parts === null) return "another form";
  const known = (part: string | undefined, is: string | undefined, name: string) =>
    part === is ? `<${name}>` : "<other>";
  const [, ofRegion, ofAccount, application, name] = parts;
  return [
    "arn:<partition>:elasticbeanstalk",
    known(ofRegion, region, "region"),
    known(ofAccount, accountId, "account"),
    `environment/${known(application, text(environment, "ApplicationName"), "application")}/${known(name, text(environment, "EnvironmentName"), "environment")}`,
  ].join(":");
}

function idForm(value: string): string {
  return /^e-[a-z0-9]+$/.test(value) ? `e- and ${value.length - 2} of a-z0-9` : "another form";
}

function platformForm(value: string, lane: LaneReading): string {
  const form = /^arn:[\w-]+:elasticbeanstalk:([\w-]+):(\d*):platform\/[^/]+\/[\d.]+$/.exec(value);
  if (form === null) return "another form";
  const region = form[1] === lane.region ? "<region>" : "another region";
  return `arn:<partition>:elasticbeanstalk:${region}:${form[2] === "" ? "" : "<account>"}:platform/<name>/<version>`;
}

function hostForm(value: string, region: string): string {
  if (value === "") return "empty";
  if (/^[\d.]+$/.test(value)) return "<address>";
  const end = new RegExp(
    String.raw`(\.${region})?\.(elasticbeanstalk|elb\.${region}\.amazonaws|elb\.amazonaws|amazonaws)\.com(\.cn)?$`,
  ).exec(value);
  if (end === null) return "another host";
  const labels = value.slice(0, end.index).split(".").length;
  // China's hosts end in one label more: of the partition, and no difference.
  const ending = end[0].replace(region, "<region>").replace(/\.cn$/, "");
  return `${Array.from({ length: labels }, () => "<label>").join(".")}${ending}`;
}

const FORMS: readonly {
  id: string;
  member: string;
  question: string;
  form: (value: string, environment: Tree, lane: LaneReading) => string;
}[] = [
  { id: "arn", member: "EnvironmentArn", question: "What does an environment's ARN look like?", form: arnForm },
  {
    id: "id",
    member: "EnvironmentId",
    question: "What does an environment's id look like?",
    form: (value) => idForm(value),
  },
  {
    id: "platform-arn",
    member: "PlatformArn",
    question: "What does a platform's ARN look like?",
    form: (value, _, lane) => platformForm(value, lane),
  },
  {
    id: "cname",
    member: "CNAME",
    question: "What does a CNAME look like?",
    form: (value, _, { region }) => hostForm(value, region),
  },
  {
    id: "endpoint",
    member: "EndpointURL",
    question: "What does an EndpointURL look like?",
    form: (value, _, { region }) => hostForm(value, region),
  },
];

const VALUES: readonly {
  id: string;
  question: string;
  of: (environment: Tree) => string | undefined;
  known?: readonly string[];
}[] = [
  {
    id: "status",
    question: "How is an environment's status spelt?",
    of: (environment) => text(environment, "Status"),
    known: Object.values(EnvironmentStatus),
  },
  {
    id: "health",
    question: "How is an environment's health spelt?",
    of: (environment) => text(environment, "Health"),
    known: Object.values(EnvironmentHealth),
  },
  {
    id: "health-status",
    question: "How is HealthStatus spelt (“No Data” with a space)?",
    of: (environment) => text(environment, "HealthStatus"),
    known: Object.values(EnvironmentHealthStatus),
  },
  {
    id: "tier",
    question: "Which tiers are there (Cluster with EKS among them)?",
    of: (environment) =>
      ["Name", "Type", "Version"].map((member) => text(environment, "Tier", member) ?? "none").join(" "),
  },
  {
    id: "abortable",
    question: "What does AbortableOperationInProgress hold?",
    of: (environment) => text(environment, "AbortableOperationInProgress"),
  },
];

/** Tags AWS itself puts on things; others are the user's, and only counted. */
function systemTag(key: string): string {
  return /^(aws:|elasticbeanstalk:)/.test(key) || key === "Name" ? key : "the user's own";
}

/** What DescribeEnvironments, DescribeEnvironmentResources and ListTagsForResource show. */
export function environmentFacts(lanes: readonly LaneReading[]): Fact[] {
  const all = (make: (pairs: readonly { environment: Tree; lane: LaneReading }[]) => Evidence): Evidence =>
    evidenceOf(
      inEach(lanes, (lane) => mapped(lane.environments, (list) => list.map((environment) => ({ environment, lane })))),
      (lists) => make(lists.flat()),
    );
  return [
    {
      id: "environments.members",
      question: "Which members does an environment have, and what is in them?",
      evidence: all((pairs) => ({ kind: "members", members: membersOf(pairs.map(({ environment }) => environment)) })),
    },
    ...VALUES.map(({ id, question, of, known }): Fact => ({
      id: `environments.${id}`,
      question,
      evidence: all((pairs) => ({
        kind: "values",
        values: distinct(pairs.flatMap(({ environment }) => of(environment) ?? [])),
        ...(known === undefined ? {} : { known }),
      })),
    })),
    ...FORMS.map(({ id, member, question, form }): Fact => ({
      id: `environments.${id}`,
      question,
      evidence: all((pairs) => ({
        kind: "values",
        values: distinct(
          pairs.flatMap(({ environment, lane }) => {
            const value = text(environment, member);
            return value === undefined ? [] : form(value, environment, lane);
          }),
        ),
      })),
    })),
    {
      id: "resources.members",
      question: "Which members does DescribeEnvironmentResources have?",
      evidence: evidenceOf(
        ofLooked(lanes, ({ resources }) => resources),
        (values) => ({
          kind: "members",
          members: membersOf(
            values.flatMap((value) => at(value, "DescribeEnvironmentResourcesResult", "EnvironmentResources") ?? []),
          ),
        }),
      ),
    },
    {
      id: "tags.members",
      question: "Which tags of AWS's own does ListTagsForResource show?",
      evidence: evidenceOf(
        ofLooked(lanes, ({ tags }) => tags),
        (values) => ({
          kind: "values",
          values: distinct(
            values
              .flatMap((value) => items(value, "ListTagsForResourceResult", "ResourceTags"))
              .map((tag) => systemTag(text(tag, "Key") ?? "")),
          ),
        }),
      ),
    },
  ];
}
