import { parseArgs } from "node:util";
import type { Settings } from "./verify.ts";

export const HELP = `usage: npm run verify-aws -- [options]

Asks an AWS account the questions the simulator answers too, and prints where their
answers differ. It only reads: a request that could change anything is not sent.

  --region LIST            regions, comma-separated (default: AWS_REGION, AWS_DEFAULT_REGION)
  --profile NAME           profile of the AWS configuration (default: the SDK's credential chain)
  --environment NAME       look at this environment only
  --max-environments N     look closely at so many environments per region (default 20);
                           each costs three calls
  --platforms              also ask about one platform of every family AWS offers,
                           whether or not an environment runs it
  --validate               also ask what AWS says to values that are not allowed
                           (ValidateConfigurationSettings: checks, and sets nothing)
  --rate N                 calls a second per region, at most (default 1.5)
  --json                   print JSON instead of the table
  --save FILE              write a redacted capture to attach to a report
  --endpoint-url URL       ask there instead of AWS, for instance the simulator
                           (AWS_ENDPOINT_URL and endpoint_url of profiles are not used)
  --help                   print this

exit code: 0 no differences in what could be seen, 1 differences, 2 could not run`;

export type Arguments =
  | { kind: "help" }
  | { kind: "problem"; problem: string }
  | { kind: "run"; settings: Settings; json: boolean; save: string | undefined };

function numberOf(name: string, text: string, whole: boolean): number | string {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0 || (whole && !Number.isInteger(value)))
    return `--${name} takes ${whole ? "a whole number" : "a number"} above 0, not '${text}'`;
  return value;
}

/** Takes the command line and the environment's variables and gives what to do. */
export function argumentsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Arguments {
  const problem = (text: string): Arguments => ({ kind: "problem", problem: text });
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        region: text,
        profile: text,
        environment: text,
        "max-environments": { ...text, default: "20" },
        platforms: flag,
        validate: flag,
        rate: { ...text, default: "1.5" },
        json: flag,
        save: text,
        "endpoint-url": text,
        help: flag,
      },
    });
    if (values.help) return { kind: "help" };
    const regions = (values.region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "")
      .split(",")
      .map((region) => region.trim())
      .filter((region) => region !== "");
    if (regions.length === 0) return problem("which region? Give --region, or set AWS_REGION");
    const wrong = regions.find((region) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
    if (wrong !== undefined) return problem(`'${wrong}' is no region's name`);
    const endpoint = values["endpoint-url"];
    if (endpoint !== undefined && !/^https?:\/\/./.test(endpoint))
      return problem(`--endpoint-url takes a URL, not '${endpoint}'`);
    const maxEnvironments = numberOf("max-environments", values["max-environments"], true);
    if (typeof maxEnvironments === "string") return problem(maxEnvironments);
    const callsPerSecond = numberOf("rate", values.rate, false);
    if (typeof callsPerSecond === "string") return problem(callsPerSecond);
    return {
      kind: "run",
      json: values.json,
      save: values.save,
      settings: {
        regions: [...new Set(regions)],
        endpoint,
        profile: values.profile,
        environment: values.environment,
        maxEnvironments,
        platforms: values.platforms,
        validate: values.validate,
        callsPerSecond,
      },
    };
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}
