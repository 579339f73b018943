import { expect, test } from "vitest";
import { acceptedLocale } from "./locale.ts";

test.each([
  ["ja,en-US;q=0.9", "ja"],
  ["en-US,en;q=0.9,ja;q=0.8", "en"],
  ["fr, ja;q=0.5, en;q=0.4", "ja"],
  ["en;q=0, ja;q=0.1", "ja"],
  ["de", "en"],
  ["", "en"],
  [";;;q=,", "en"],
  [null, "en"],
])("Accept-Language %s gives %s", (header, locale) => {
  expect(acceptedLocale(header)).toBe(locale);
});
