import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { emptySelection, headerState, keyText, setKeys, spanOf } from "./selection.ts";

const key = (n: number): EnvironmentKey => ({
  accountId: n % 2 === 0 ? "222222222222" : "111111111111",
  region: n % 3 === 0 ? "eu-west-1" : "ap-northeast-1",
  environmentId: `e-${n}`,
});
const rows = [0, 1, 2, 3, 4, 5].map(key);
const ids = (selection: { keys: ReadonlyMap<string, EnvironmentKey> }) =>
  [...selection.keys.values()].map(({ environmentId }) => environmentId).toSorted();

describe("selection", () => {
  test("rows that are not shown stay selected, and the header says so", () => {
    const selection = setKeys(setKeys(emptySelection, [key(9)], true), rows.slice(0, 2), true);
    expect(headerState(selection, rows)).toBe("some");
    expect(headerState(selection, rows.slice(0, 2))).toBe("all");
    expect(headerState(selection, rows.slice(3))).toBe("some");
    expect(headerState(selection, [])).toBe("some");
    expect(headerState(emptySelection, [])).toBe("none");
  });

  test("the span counts each account and region once", () => {
    expect(spanOf(setKeys(emptySelection, rows, true))).toEqual({
      accounts: ["111111111111", "222222222222"],
      regions: ["ap-northeast-1", "eu-west-1"],
    });
  });

  test("only the parts of the key are kept, whatever the row carries", () => {
    const row = { ...key(1), name: "shop-prod" };
    expect([...setKeys(emptySelection, [row], true).keys.values()]).toEqual([key(1)]);
  });

  test("switching on and off again gives what was there before", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(20)), fc.uniqueArray(fc.nat(20)), (before, touched) => {
        const start = setKeys(emptySelection, before.map(key), true);
        const fresh = touched.map(key).filter((each) => !start.keys.has(keyText(each)));
        const roundTrip = setKeys(setKeys(start, fresh, true), fresh, false);
        expect(ids(roundTrip)).toEqual(ids(start));
      }),
    );
  });
});
