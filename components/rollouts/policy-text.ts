import type { Amount } from "#lib/rollouts/policy.ts";

/** Takes an amount and gives it as people write it: "3", "10 %", nothing where there is no limit. */
export function amountText(amount: Amount | null): string {
  if (amount === null) return "";
  return amount.kind === "count" ? String(amount.count) : `${amount.percent} %`;
}

/** Takes what somebody wrote and gives the amount, `null` for nothing; what is no number becomes one that no policy allows. */
export function amountOf(text: string): Amount | null {
  const written = text.trim();
  if (written === "") return null;
  const [, number, percent] = /^(\d{1,6})\s*([%％])?$/u.exec(written) ?? [];
  const value = number === undefined ? Number.NaN : Number(number);
  return percent === undefined ? { kind: "count", count: value } : { kind: "percent", percent: value };
}

/** Takes shares as somebody wrote them and gives them in that order. */
export function stepsOf(text: string): number[] {
  return text
    .split(/[\s,、]+/u)
    .map((part) => part.replace(/[%％]$/u, ""))
    .filter((part) => part !== "")
    .map(Number);
}

/** Takes regions as somebody wrote them, set apart by commas or blanks, and gives each once. */
export function regionsOf(text: string): string[] {
  const written = text.toLowerCase().split(/[\s,、]+/u);
  return [...new Set(written.filter((part) => part !== ""))];
}

/** Takes a tag's values as somebody wrote them, with commas between, and gives each once. */
export function valuesOf(text: string): string[] {
  const written = text.split(/[,、]/u).map((part) => part.trim());
  return [...new Set(written.filter((part) => part !== ""))];
}
