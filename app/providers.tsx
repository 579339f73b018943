"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Theme } from "#components/shell/preferences.ts";
import { PreferencesProvider } from "#components/shell/preferences-context.tsx";
import { LiveRegion } from "#components/ui/live-region.tsx";
import { keepStyleNonce } from "#components/ui/style-nonce.ts";
import { TimeProvider } from "#components/ui/time.tsx";
import { getQueryClient } from "#lib/queries/query-client.ts";

type ProvidersProps = {
  locale: string;
  timeZone: string;
  now: number;
  theme: Theme;
  nonce: string | undefined;
  children: ReactNode;
};

/** What every page has around it in the browser. */
export function Providers({ locale, timeZone, now, theme, nonce, children }: ProvidersProps) {
  const t = useTranslations("common");
  keepStyleNonce(nonce);
  return (
    <QueryClientProvider client={getQueryClient()}>
      <PreferencesProvider theme={theme}>
        <TimeProvider locale={locale} timeZone={timeZone} now={now} justNow={t("justNow")}>
          <LiveRegion>{children}</LiveRegion>
        </TimeProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
