import { expect, test } from "vitest";
import { argumentsOf } from "./arguments.ts";

test.for<[args: string[], env: Record<string, string>, expected: object]>([
  [["--help"], {}, { kind: "help" }],
  [[], {}, { kind: "problem", problem: "which region? Give --region, or set AWS_REGION" }],
  [["--region", "Frankfurt"], {}, { kind: "problem", problem: "'Frankfurt' is no region's name" }],
  [
    ["--rate", "fast"],
    { AWS_REGION: "eu-west-1" },
    { kind: "problem", problem: "--rate takes a number above 0, not 'fast'" },
  ],
  [
    ["--max-environments", "1.5"],
    { AWS_REGION: "eu-west-1" },
    { kind: "problem", problem: "--max-environments takes a whole number above 0, not '1.5'" },
  ],
  [
    ["--endpoint-url", "localhost"],
    { AWS_REGION: "eu-west-1" },
    { kind: "problem", problem: "--endpoint-url takes a URL, not 'localhost'" },
  ],
  [[], { AWS_DEFAULT_REGION: "eu-west-1" }, { kind: "run", json: false, settings: { regions: ["eu-west-1"] } }],
  [
    ["--region", "eu-west-1, us-gov-west-1,eu-west-1", "--json", "--validate", "--environment", "shop"],
    { AWS_REGION: "us-east-1" },
    {
      kind: "run",
      json: true,
      settings: {
        regions: ["eu-west-1", "us-gov-west-1"],
        environment: "shop",
        validate: true,
        platforms: false,
        maxEnvironments: 20,
        callsPerSecond: 1.5,
      },
    },
  ],
])("%j with %j", ([args, env, expected]) => {
  expect(argumentsOf(args, env)).toMatchObject(expected);
});

test("an option that does not exist is a problem", () => {
  expect(argumentsOf(["--write"], { AWS_REGION: "eu-west-1" }).kind).toBe("problem");
});
