import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { compiled } from "./compiled.ts";
import type { Messages } from "./en.ts";
import { acceptedLocale, isLocale, LOCALE_COOKIE } from "./locale.ts";
import type { Locale } from "./locale.ts";

// Loaded one by one: a request in one language does not wait for the other.
const textOf: Record<Locale, () => Promise<Messages>> = {
  en: async () => (await import("./en.ts")).en,
  ja: async () => (await import("./ja.ts")).ja,
};
const parsed = new Map<Locale, Promise<Messages>>();

/** Takes a language and gives its messages, parsed once. */
function messagesOf(locale: Locale): Promise<Messages> {
  const messages = parsed.get(locale) ?? textOf[locale]().then(compiled);
  parsed.set(locale, messages);
  return messages;
}

/** Gives next-intl the request's language: what was chosen (cookie), else what the browser asks for. No language in the address. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : acceptedLocale((await headers()).get("accept-language"));
  return { locale, messages: await messagesOf(locale), timeZone: "UTC", now: new Date() };
});
