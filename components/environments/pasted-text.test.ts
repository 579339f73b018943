import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokensOf } from "./pasted-text.ts";

describe("what was pasted", () => {
  test("lines, commas, semicolons, tabs and spaces separate; duplicates and blanks go", () => {
    expect(tokensOf("shop-prod\r\n\n  shop-dev , e-abc123;e-abc123\tapi-prod batch")).toEqual([
      "shop-prod",
      "shop-dev",
      "e-abc123",
      "api-prod",
      "batch",
    ]);
  });

  test("the CLI's JSON list", () => {
    expect(tokensOf('[\n    "shop-prod",\n    "e-abc123"\n]')).toEqual(["shop-prod", "e-abc123"]);
  });

  test("an ARN keeps the spaces of its application's name", () => {
    const arn = "arn:aws:elasticbeanstalk:eu-west-1:111122223333:environment/My First Application/shop-prod";
    expect(tokensOf(`${arn}\nshop-dev`)).toEqual([arn, "shop-dev"]);
  });

  test("nothing gives nothing", () => {
    expect(tokensOf(' \n ,, "" []')).toEqual([]);
  });

  test("parsing what was parsed changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        fc.pre(!text.includes("arn:"));
        const tokens = tokensOf(text);
        expect(tokensOf(tokens.join("\n"))).toEqual(tokens);
      }),
    );
  });
});
