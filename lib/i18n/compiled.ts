import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import type { Messages } from "./en.ts";

type Compiled = { [key: string]: CompiledMessage | Compiled };
type Words = { readonly [key: string]: string | Words };

const compiledTree = (words: Words): Compiled =>
  Object.fromEntries(
    Object.entries(words).map(([key, each]) => [
      key,
      // The parser's objects have no prototype, and React sends only plain ones: a copy has one.
      typeof each === "string" ? structuredClone(compile(each)) : compiledTree(each),
    ]),
  );

/** Takes a language's messages and gives them parsed, as the browser formats them. Throws where one is not ICU's syntax. */
export function compiled(messages: Messages): Messages {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- next-intl has no type of its own for parsed messages: they go where the text would
  return compiledTree(messages) as unknown as Messages;
}
