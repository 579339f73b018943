import { describe, expect, test } from "vitest";
import { atLeast, greatest, isRole, ROLES } from "./role.ts";

describe("roles", () => {
  test("each reaches itself and those before it, and none after it", () => {
    for (const [have, role] of ROLES.entries()) {
      for (const [need, needed] of ROLES.entries())
        expect(atLeast(role, needed), `${role} for ${needed}`).toBe(have >= need);
    }
  });
  test("the greatest of several counts; none is null", () => {
    expect(greatest(["viewer", "author", "operator"])).toBe("author");
    expect(greatest([])).toBeNull();
  });
  test("other words are no roles", () => {
    for (const word of ["root", "Admin", "", null, 1, "__proto__"]) expect(isRole(word)).toBe(false);
  });
});
