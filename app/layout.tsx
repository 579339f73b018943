import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getNow, getTranslations } from "next-intl/server";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { THEME_COOKIE, themeOf } from "#components/shell/preferences.ts";
import { knownTimeZone, TIME_ZONE_COOKIE } from "#components/ui/time-zone.ts";
import { NONCE_HEADER } from "#lib/auth/page-guard.ts";
import "./globals.css";
import { Providers } from "./providers.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const [common, shell] = await Promise.all([getTranslations("common"), getTranslations("shell")]);
  const product = common("product");
  return {
    title: { default: product, template: `%s · ${product}` },
    description: shell("tagline"),
    icons: { icon: "/icon.svg" },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: "#0d1624",
};

/** The document: language, theme and time zone come from cookies, so that no script has to correct the first paint. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, head, locale, now] = await Promise.all([cookies(), headers(), getLocale(), getNow()]);
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  const timeZone = knownTimeZone(jar.get(TIME_ZONE_COOKIE)?.value);
  return (
    <html lang={locale} {...(theme === "system" ? {} : { "data-theme": theme })}>
      <body>
        <NextIntlClientProvider>
          <Providers
            locale={locale}
            timeZone={timeZone}
            now={now.getTime()}
            theme={theme}
            nonce={head.get(NONCE_HEADER) ?? undefined}
          >
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
