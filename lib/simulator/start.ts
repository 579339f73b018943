import { parseArgs } from "node:util";

import { defaults, startSimulator, type SimulatorOptions } from "./server.ts";

const USAGE = `usage: node lib/simulator/start.ts [--port N] [--host ADDRESS] [--seed N] [--environments N] [--accounts N]
         [--regions a,b] [--speed X] [--throttle off|RATE,BURST]`;

const fail = (problem: string): never => {
  process.stderr.write(`simulator: ${problem}\n${USAGE}\n`);
  process.exit(2);
};

const numberOf = (name: string, text: string, min: number, max: number, whole = true): number => {
  const value = Number(text);
  const kind = whole ? "a whole number" : "a number";
  if (text.trim() === "" || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    return fail(`--${name} takes ${kind} from ${min} to ${max}, not '${text}'`);
  }
  return value;
};

const regionsOf = (text: string): string[] => {
  const regions = text.split(",").map((region) => region.trim());
  const wrong = regions.find((region) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
  if (wrong !== undefined) return fail(`--regions takes region names like us-east-1,eu-west-1; '${wrong}' is none`);
  return [...new Set(regions)];
};

const throttleOf = (text: string): SimulatorOptions["throttle"] => {
  if (text === "off") return "off";
  const [rate, burst, ...rest] = text.split(",");
  if (rate === undefined || burst === undefined || rest.length > 0) {
    return fail(`--throttle takes 'off' or requests per second and burst, like 3,20; not '${text}'`);
  }
  return {
    ratePerSecond: numberOf("throttle", rate, 0.001, 100_000, false),
    burst: numberOf("throttle", burst, 1, 100_000),
  };
};

const argumentsOf = (args: string[]) => {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args,
      options: {
        port: text,
        host: text,
        seed: text,
        environments: text,
        accounts: text,
        regions: text,
        speed: text,
        throttle: text,
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const optionsOf = (args: string[]): Partial<SimulatorOptions> => {
  const given = argumentsOf(args);
  return {
    host: given.host ?? defaults.host,
    ...(given.port !== undefined && { port: numberOf("port", given.port, 0, 65_535) }),
    ...(given.seed !== undefined && { seed: numberOf("seed", given.seed, 0, 2 ** 31 - 1) }),
    ...(given.environments !== undefined && {
      environments: numberOf("environments", given.environments, 0, 100_000),
    }),
    ...(given.accounts !== undefined && {
      accounts: numberOf("accounts", given.accounts, 1, 1000),
    }),
    ...(given.regions !== undefined && { regions: regionsOf(given.regions) }),
    ...(given.speed !== undefined && {
      speed: numberOf("speed", given.speed, 0.01, 1_000_000, false),
    }),
    ...(given.throttle !== undefined && { throttle: throttleOf(given.throttle) }),
  };
};

const simulator = await startSimulator(optionsOf(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`simulator: cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  return process.exit(1);
});

const stop = (): void => {
  void simulator.close().then(() => process.exit(0));
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

process.stdout.write(`${JSON.stringify(simulator.ready)}\n`);
