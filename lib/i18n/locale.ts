export const LOCALES = ["en", "ja"] as const;

export type Locale = (typeof LOCALES)[number];

/** Remembers the language chosen in the header. */
export const LOCALE_COOKIE = "locale";

/** Takes any value and tells whether it is a language of ours. */
export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** Takes an Accept-Language header and gives the language of ours it likes best; English where it likes none. */
export function acceptedLocale(header: string | null): Locale {
  const wishes = (header ?? "")
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.trim().toLowerCase().split(";");
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
        .find((found) => found !== undefined);
      return { language: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { language } of wishes) {
    if (isLocale(language)) return language;
  }
  return "en";
}
