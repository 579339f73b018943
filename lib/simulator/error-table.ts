import * as anyService from "./errors.ts";
import type { ErrorRow } from "./errors.ts";
import * as refusals from "./refusals.ts";
import * as cloudWatch from "./services/cloudwatch-errors.ts";
import * as ec2 from "./services/ec2-errors.ts";
import * as elasticBeanstalk from "./services/elastic-beanstalk-errors.ts";
import * as organizations from "./services/organizations-errors.ts";
import * as sts from "./services/sts-errors.ts";

type Maker = { row: ErrorRow };
type NamesIn<Module> = { [Name in keyof Module]: Module[Name] extends Maker ? Name : never }[keyof Module];

/** The name of a row: that of what makes its errors. */
export type ErrorName =
  | NamesIn<typeof anyService>
  | NamesIn<typeof refusals>
  | NamesIn<typeof elasticBeanstalk>
  | NamesIn<typeof ec2>
  | NamesIn<typeof sts>
  | NamesIn<typeof cloudWatch>
  | NamesIn<typeof organizations>;

const isMaker = (value: unknown): value is Maker => typeof value === "function" && "row" in value;

const rowsOf = (module: object): { name: ErrorName; row: ErrorRow }[] =>
  Object.entries(module).flatMap(([name, value]: [string, unknown]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's keys are the names `NamesIn` takes from its type
    isMaker(value) ? [{ name: name as ErrorName, row: value.row }] : [],
  );

/** Every error the simulated services answer with, by whom. */
export const errorTable: readonly { who: string; rows: readonly { name: ErrorName; row: ErrorRow }[] }[] = [
  { who: "Any service", rows: [...rowsOf(anyService), ...rowsOf(refusals)] },
  { who: "Elastic Beanstalk", rows: rowsOf(elasticBeanstalk) },
  { who: "EC2", rows: rowsOf(ec2) },
  { who: "STS", rows: rowsOf(sts) },
  { who: "CloudWatch", rows: rowsOf(cloudWatch) },
  { who: "Organizations", rows: rowsOf(organizations) },
];
