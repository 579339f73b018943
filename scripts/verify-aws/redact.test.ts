import { describe, expect, test } from "vitest";
import { newRedactor, wordsOf } from "./redact.ts";

const redactor = newRedactor();
redactor.learn("shop-checkout-prod", "<environment>");
redactor.learn("shop", "<application>");
redactor.learn("hunter2-and-more", "<secret>");

describe("an event's words", () => {
  test.for([
    [
      "Updating environment shop-checkout-prod's configuration settings.",
      "Updating environment <environment>'s configuration settings.",
    ],
    [
      "Created Auto Scaling launch configuration named: awseb-e-2cpfjbra9a-stack-AWSEBAutoScalingLaunchConfiguration-8QN6BJJX43H",
      "Created Auto Scaling launch configuration named: <AWSEBAutoScalingLaunchConfiguration>",
    ],
    [
      "Added EC2 instance 'i-5fce3d53' to Auto Scaling Group 'awseb-e-2cpfjbra9a-stack-AWSEBAutoScalingGroup-7AXY7U13ZQ6E'.",
      "Added EC2 instance '<i-id>' to Auto Scaling Group '<AWSEBAutoScalingGroup>'.",
    ],
    [
      "Removed instance [i-0123456789abcdef0, i-0123456789abcdef1] from your environment.",
      "Removed instance [<i-id>] from your environment.",
    ],
    [
      "Service:AmazonCloudFormation, Message:Stack named 'awseb-e-abcdefghij-stack' aborted operation. Current state: 'UPDATE_ROLLBACK_IN_PROGRESS' Reason: null",
      "Service:AmazonCloudFormation, Message:Stack named '<stack>' aborted operation. Current state: 'UPDATE_ROLLBACK_IN_PROGRESS' Reason: null",
    ],
    [
      "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ec2:CreateLaunchTemplate",
      "User: <arn> is not authorized to perform: ec2:CreateLaunchTemplate",
    ],
    ["Option 'DisableIMDSv1' can't be set to 'my value'.", "Option '<…>' can't be set to '<…>'."],
    ["Received 0 SUCCESS signal(s) out of 12.", "Received <n> SUCCESS signal(s) out of <n>."],
    [
      "Command failed: login postgres://u:p@db/shop PASSWORD=abc hunter2-and-more",
      "Command failed: login <url> PASSWORD=<…> <secret>",
    ],
    [
      "Deployed version a1b2c3d4e5f6a7b8 for ann@example.com at 2026-01-02 03:04:05 UTC",
      "Deployed version <…> for <mail> at <time>",
    ],
  ] as const)("%s", ([message, words]) => {
    expect(wordsOf(message, redactor)).toBe(words);
  });

  test.for([
    [
      "short names, too",
      "api",
      "Restarting api: the API of api-gateway answers.",
      "Restarting <it>: the API of api-gateway answers.",
    ],
    ["a name that no word is, in longer ones", "shop-prod", "Wrote shop-prod-logs.", "Wrote <it>-logs."],
    ["a name in angle brackets", "web", "No <web> here.", "No <<it>> here."],
    ["no part of a placeholder", "id", "<environment id> has no id.", "<environment id> has no <it>."],
    ["no number", "1", "Waiting for 1 of 2.", "Waiting for 1 of 2."],
  ] as const)("%s", ([, name, message, words]) => {
    const fresh = newRedactor();
    fresh.learn(name, "<it>");
    expect(fresh.hide(message)).toBe(words);
  });

  test("a name is hidden as a whole word only", () => {
    expect(redactor.hide("shopping at shop, shop-based")).toBe("shopping at <application>, shop-based");
  });
});
