import { expect, it } from "vitest";
import type { KeptStart } from "./kept-start.ts";
import { forgetStart, keepStart, NOTHING_ACCEPTED, readStart } from "./kept-start.ts";

const NOW = { isLater: false, local: "", zone: "", override: { isOn: false, reason: "" } };
const DECIDED: KeptStart = {
  choice: { isLater: true, local: "2026-03-01T10:00", zone: "Asia/Tokyo", override: { isOn: true, reason: "Agreed" } },
  accepted: { downtime: true, noEvidence: true, inUse: { kind: "override", reason: "Agreed with the owners" } },
};

function newStore() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it("gives back what was decided for a draft's plan, and for no other draft", () => {
  const store = newStore();
  keepStart(store, "one", "hash", DECIDED);
  expect(readStart(store, "other", "hash")).toBeNull();
  expect(readStart(store, "one", "hash")).toEqual(DECIDED);
  forgetStart(store, "one");
  expect(readStart(store, "one", "hash")).toBeNull();
});

it("drops what was decided for another plan, for good", () => {
  const store = newStore();
  keepStart(store, "one", "hash", DECIDED);
  expect(readStart(store, "one", "another")).toBeNull();
  expect(readStart(store, "one", "hash")).toBeNull();
});

it("drops what it did not write", () => {
  const store = newStore();
  keepStart(store, "one", "hash", DECIDED);
  const [key = "", text = ""] = [...store.kept].flat();
  for (const strange of ["", "{", "null", text.replace("true", '"yes"'), text.replace("planHash", "plan")]) {
    store.setItem(key, strange);
    expect([strange, readStart(store, "one", "hash"), store.kept.size]).toEqual([strange, null, 0]);
  }
});

it("keeps nothing where nothing is decided", () => {
  const store = newStore();
  keepStart(store, "one", "hash", DECIDED);
  keepStart(store, "one", "hash", { choice: NOW, accepted: NOTHING_ACCEPTED });
  expect(store.kept.size).toBe(0);
});
