import { describe, expect, it } from "vitest";
import { windowLike } from "#lib/rollouts/test-windows.ts";
import type { ChangeWindow } from "#lib/rollouts/window.ts";
import { draftOf, faultsIn, formOf } from "./window-form.ts";

describe("the form of a window", () => {
  it.each<[string, Partial<ChangeWindow>]>([
    ["weekly", { recurrence: { kind: "weekly", weekdays: [1, 5], start: "22:30", minutes: 90 } }],
    ["a range", { recurrence: { kind: "once", from: "2026-12-24T18:00", until: "2027-01-02T09:00" } }],
    ["without an end", { kind: "deny", recurrence: { kind: "once", from: "2026-12-24T18:00", until: null } }],
  ])("says a window that is %s as it is", (_what, more) => {
    const window = windowLike({
      ...more,
      zone: "Asia/Tokyo",
      scope: { accounts: ["1"], regions: [], applications: ["shop"] },
    });
    const { name, kind, scope, recurrence, zone } = window;
    expect(draftOf(formOf(window, "UTC"))).toEqual({ name, kind, scope, recurrence, zone });
  });

  it("says what was not typed as nothing, for the server to name it", () => {
    const form = formOf(null, "Europe/Berlin");
    expect(draftOf({ ...form, hours: " " }).recurrence).toMatchObject({ minutes: 0 });
    expect(draftOf({ ...form, hours: "two" }).recurrence).toMatchObject({ minutes: 0 });
    // "Until further notice" is chosen for windows that deny.
    expect(draftOf({ ...form, how: "once", isWithoutEnd: true }).recurrence).toMatchObject({ until: "" });
    expect(form.zone).toBe("Europe/Berlin");
  });

  it("finds faults among other words", () => {
    expect(faultsIn("no-weekday, duration-invalid")).toEqual(["no-weekday", "duration-invalid"]);
    expect(faultsIn("weekdays: expected array")).toEqual([]);
    expect(faultsIn(null)).toEqual([]);
  });
});
