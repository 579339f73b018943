import type { useTranslations } from "next-intl";

type Translate = ReturnType<typeof useTranslations<"environments">>;

type Group =
  | "status"
  | "health"
  | "healthStatus"
  | "tier"
  | "configured"
  | "effective"
  | "readiness"
  | "imdsUse"
  | "drift"
  | "exception";

/** Takes a word of AWS and gives it in the reader's language; a word AWS added since stays as AWS wrote it. */
export function awsWord(t: Translate, group: Group, word: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `has` is how one asks at run time for a key the types may not know.
  const key = `${group}.${word}` as Parameters<Translate["has"]>[0];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- known to exist by now, and the groups' words take no arguments.
  return t.has(key) ? t(key as "status.Ready") : word;
}
