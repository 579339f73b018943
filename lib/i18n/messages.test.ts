import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Every message with its address. */
function flat(messages: object, prefix = ""): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return typeof value === "string" ? [[path, value]] : flat(value, path);
  });
}

/** The names of a message's arguments and tags; of a plural the argument, not the words of its cases. */
function argumentsOf(message: string): string[] {
  const names = [
    ...message.matchAll(/(?<!\b(?:zero|one|two|few|many|other)\s*|=\d+\s*)\{\s*([A-Za-z]\w*)\s*[,}]/g),
    ...message.matchAll(/<([A-Za-z]\w*)>/g),
  ].map((match) => match[1] ?? "");
  return [...new Set(names)].toSorted();
}

const japanese = new Map(flat(ja));

test.each(flat(en))("%s says the same things in both languages", (path, english) => {
  expect(argumentsOf(japanese.get(path) ?? "")).toEqual(argumentsOf(english));
});

test.each([
  ["en", flat(en)],
  ["ja", flat(ja)],
] as const)("every message of %s can be read", (locale, messages) => {
  for (const [path, message] of messages) {
    const values = Object.fromEntries(
      argumentsOf(message).map((name) => [
        name,
        /<[A-Za-z]/.test(message) && message.includes(`<${name}>`) ? String : 3,
      ]),
    );
    const t = createTranslator({
      locale,
      messages: { it: message },
      onError: (error) => expect.fail(`${path}: ${error.message}`),
    });
    expect(t.markup("it", values)).not.toBe("");
  }
});
