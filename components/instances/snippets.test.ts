import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createCommand, readInstancesCommand, readSettingCommand, removeCommand, updateCommand } from "./snippets.ts";

const subject = {
  region: "ap-northeast-1",
  environmentId: "e-abcdefghij",
  name: "shop-prod",
  application: "Bob's 店舗",
  platformArn: null,
};

/** What a real shell makes of a command whose program is replaced by one that prints its arguments. */
function argumentsOf(command: string): string[] {
  const script = command.replace(/^aws /u, String.raw`printf '%s\0' aws `);
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("AWS CLI commands", () => {
  it("sets the option alone, by environment id, in the environment's region", () => {
    expect(argumentsOf(updateCommand(subject, "v2-only"))).toEqual([
      "aws",
      "elasticbeanstalk",
      "update-environment",
      "--region",
      "ap-northeast-1",
      "--environment-id",
      "e-abcdefghij",
      "--option-settings",
      "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1,Value=true",
    ]);
  });

  it("removes the override without a value", () => {
    expect(argumentsOf(removeCommand(subject)).at(-1)).toBe(
      "Namespace=aws:autoscaling:launchconfiguration,OptionName=DisableIMDSv1",
    );
  });

  it("reads back the deployed value alone", () => {
    const words = argumentsOf(readSettingCommand(subject));
    expect(words).toContain("Bob's 店舗");
    expect(words[words.indexOf("--query") + 1]).toBe(
      "ConfigurationSettings[?DeploymentStatus=='deployed'].OptionSettings[] | " +
        "[?Namespace=='aws:autoscaling:launchconfiguration' && OptionName=='DisableIMDSv1'].Value | [0]",
    );
  });

  it("finds the instances by Elastic Beanstalk's tag", () => {
    expect(argumentsOf(readInstancesCommand(subject))).toContain(
      "Name=tag:elasticbeanstalk:environment-id,Values=e-abcdefghij",
    );
  });

  it("leaves a placeholder where the platform's ARN is unknown", () => {
    expect(argumentsOf(createCommand(subject, "v2-only"))).toContain("PLATFORM-ARN");
  });
});
