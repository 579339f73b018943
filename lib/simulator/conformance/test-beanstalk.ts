import { expect } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { startSimulator, type Simulator } from "../server.ts";
import type { Environment, Lane } from "../world.ts";
import { startCli, type Cli, type CliAnswer } from "./test-cli.ts";

export const REGION = "eu-west-1";

/** The operations that `beanstalk-settings.test.ts` is about; the others are `beanstalk-reads.test.ts`'s. */
export const OF_SETTINGS = /Configuration|UpdateEnvironment|EnvironmentUpdate/;

export type BeanstalkStage = {
  simulator: Simulator;
  cli: Cli;
  lane: Lane;
  /** Runs a command of Elastic Beanstalk that must not fail. */
  eb: (operation: string, ...args: string[]) => Promise<CliAnswer>;
  /** What an operation lists, member by member. */
  listed: (operation: string, member: string, ...args: string[]) => Promise<Record<string, unknown>[]>;
  some: (accept: (environment: Environment) => boolean) => Environment;
  close: () => Promise<void>;
};

export const isQuiet = ({ status, draft }: Environment): boolean => status === "Ready" && draft === undefined;

/** Matches a date however the CLI writes it. */
export const isDate = (date: Date) => expect.toSatisfy((text: unknown) => Date.parse(String(text)) === date.getTime());

/** One account in one region, and the CLI. */
export const beanstalkStage = async (): Promise<BeanstalkStage> => {
  const simulator = await startSimulator({
    environments: 60,
    accounts: 1,
    regions: [REGION],
    throttle: "off",
    speed: 1,
  });
  const cli = await startCli(findAwsCli(), simulator);
  const [lane] = simulator.world.lanes;
  if (lane === undefined) throw new Error("no lane");
  const eb: BeanstalkStage["eb"] = async (operation, ...args) => {
    const answer = await cli.ask(`elasticbeanstalk ${operation}`, args);
    expect(answer.err).toBe("");
    return answer;
  };
  return {
    simulator,
    cli,
    lane,
    eb,
    listed: async (operation, member, ...args) => {
      const { json } = await eb(operation, ...args);
      return z.object({ [member]: z.array(z.record(z.string(), z.unknown())) }).parse(json)[member] ?? [];
    },
    some: (accept) => {
      const found = lane.environments.find(accept);
      if (found === undefined) throw new Error("no such environment in the fleet");
      return found;
    },
    close: async () => {
      await cli.close();
      await simulator.close();
    },
  };
};
