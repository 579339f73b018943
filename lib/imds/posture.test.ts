import { describe, expect, it } from "vitest";
import { methodsOf, optionValueOf, postureOf } from "./posture.ts";

const defaultOf = (value: string) => ({ kind: "value", value }) as const;

describe("posture", () => {
  it("tells a value that equals the default from one that overrides it", () => {
    const facts = { tier: "WebServer", optionValue: "true", draft: "none", launchKind: null, instances: null } as const;
    expect(postureOf({ ...facts, platformDefault: defaultOf("true") }).configured).toMatchObject({
      source: "value",
      equalsDefault: true,
    });
    expect(postureOf({ ...facts, platformDefault: defaultOf("false") }).configured).toMatchObject({
      source: "value",
      equalsDefault: false,
    });
  });

  it("reads and writes option values as AWS does", () => {
    expect([methodsOf("true"), methodsOf(" False "), methodsOf(""), methodsOf("yes")]).toEqual([
      "v2-only",
      "v1-and-v2",
      undefined,
      undefined,
    ]);
    expect([optionValueOf("v2-only"), optionValueOf("v1-and-v2")]).toEqual(["true", "false"]);
  });
});
