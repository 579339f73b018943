import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeArguments,
  changesOf,
  commandScript,
  optionSettingsYaml,
  shellWord,
  terraformSetting,
  updateCommands,
} from "./as-code.ts";
import type { Change } from "./target.ts";

const V2_ONLY: Change = { kind: "set", methods: "v2-only" };
const V1_AND_V2: Change = { kind: "set", methods: "v1-and-v2" };
const REMOVE: Change = { kind: "remove" };

/** What a real shell makes of a script in which `aws` prints its arguments, a line for each command. */
function callsOf(script: string): string[][] {
  const aws = String.raw`aws() { printf '%s\0' "$@"; printf '\n'; }`;
  const printed = execFileSync("/bin/sh", ["-c", `${aws}\n${script}`], { encoding: "utf8" });
  return printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\0").slice(0, -1));
}

describe("the setting in files", () => {
  it("is indented under its namespace in an .ebextensions file", () => {
    expect(optionSettingsYaml("v2-only")).toBe(
      "option_settings:\n  aws:autoscaling:launchconfiguration:\n    DisableIMDSv1: true",
    );
    expect(optionSettingsYaml("v1-and-v2")).toContain("DisableIMDSv1: false");
  });

  it("is a text in Terraform, as every setting of an environment", () => {
    expect(terraformSetting("v2-only").split("\n")).toEqual([
      "setting {",
      '  namespace = "aws:autoscaling:launchconfiguration"',
      '  name      = "DisableIMDSv1"',
      '  value     = "true"',
      "}",
    ]);
    expect(terraformSetting("v1-and-v2")).toContain('value     = "false"');
  });
});

it("each direction has its own arguments; removing names no value", () => {
  expect([V2_ONLY, V1_AND_V2, REMOVE].map(changeArguments)).toEqual([
    ["--option-settings", "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1,Value=true"],
    ["--option-settings", "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1,Value=false"],
    ["--options-to-remove", "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1"],
  ]);
});

it("commands stand by account and region, each on a line that a shell takes as it is meant", () => {
  const at = (accountId: string, region: string, environmentId: string, change: Change) => ({
    accountId,
    region,
    environmentId,
    change,
  });
  const groups = updateCommands([
    at("222222222222", "eu-west-1", "e-bbbbbbbbbb", REMOVE),
    at("111111111111", "us-east-1", "e-aaaaaaaaaa", V2_ONLY),
    at("222222222222", "eu-west-1", "e-aaaaaaaaab", V1_AND_V2),
  ]);
  expect(groups.map(({ accountId, region, commands }) => [accountId, region, commands.length])).toEqual([
    ["111111111111", "us-east-1", 1],
    ["222222222222", "eu-west-1", 2],
  ]);
  const script = commandScript(groups);
  expect(script.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    "# 111111111111 us-east-1 (1)",
    "# 222222222222 eu-west-1 (2)",
  ]);
  expect(callsOf(script)[0]).toEqual([
    "elasticbeanstalk",
    "update-environment",
    "--environment-id",
    "e-aaaaaaaaaa",
    "--option-settings",
    "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1,Value=true",
    "--region",
    "us-east-1",
  ]);
});

const targets = fc.uniqueArray(
  fc.record({
    accountId: fc.constantFrom("111111111111", "222222222222", "333333333333"),
    region: fc.constantFrom("us-east-1", "eu-west-1", "ap-northeast-1"),
    environmentId: fc.stringMatching(/^e-[a-z0-9]{10}$/u),
    change: fc.constantFrom(V2_ONLY, V1_AND_V2, REMOVE),
  }),
  { selector: ({ environmentId }) => environmentId, maxLength: 1_000 },
);
const timesIn = (text: string, word: string): number => text.split(word).length - 1;

it("every id stands exactly once, with its own region exactly once, under its account exactly once", () => {
  fc.assert(
    fc.property(targets, (all) => {
      const groups = updateCommands(all);
      const lanes = groups.map(({ accountId, region }) => `${accountId} ${region}`);
      expect(new Set(lanes).size).toBe(lanes.length);
      const script = commandScript(groups);
      const found = new Map(
        groups.flatMap(({ accountId, region, commands }) =>
          commands.map((command) => [/ (e-[a-z0-9]{10}) /u.exec(command)?.[1], { accountId, region, command }]),
        ),
      );
      expect(found.size).toBe(all.length);
      for (const { accountId, region, environmentId, change } of all) {
        expect(timesIn(script, environmentId)).toBe(1);
        const place = found.get(environmentId);
        expect(place).toMatchObject({ accountId, region });
        expect(timesIn(place?.command ?? "", region)).toBe(1);
        expect(place?.command).toContain(changeArguments(change).join(" "));
      }
      expect(changesOf(all).reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    }),
    { numRuns: 40 },
  );
});

it("any id and region come out of a shell as they went in", () => {
  const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\0\n]/u.test(text));
  // A shell per example: few runs are enough to meet quotes, dollars, spaces and backslashes.
  fc.assert(
    fc.property(word, word, (environmentId, region) => {
      const target = { accountId: "111111111111", region, environmentId, change: V2_ONLY };
      const [call] = callsOf(
        updateCommands([target])
          .flatMap(({ commands }) => commands)
          .join("\n"),
      );
      expect(call).toContain(environmentId);
      expect(call).toContain(region);
    }),
    { numRuns: 60 },
  );
});

it("quotes any word so that a shell gives it back unchanged", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes("\0")),
      (text) => {
        const script = String.raw`printf '%s\0' ${shellWord(text)}`;
        expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" })).toBe(`${text}\0`);
      },
    ),
    { numRuns: 60 },
  );
});
