import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { LanguageMenu } from "#components/shell/language-menu.tsx";
import { Mark } from "#components/shell/mark.tsx";
import { SignInPanel } from "#components/shell/sign-in-panel.tsx";
import { ThemeMenu } from "#components/shell/theme-menu.tsx";
import { currentActor } from "#lib/auth/current-actor.ts";
import { addressedToLoopback } from "#lib/auth/loopback.ts";
import { config } from "#lib/config.ts";
import { ownPath } from "#lib/paths.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** Sign-in: single sign-on, the one-time token, or the demo's roles, as the configuration says. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [query, head, common, t] = await Promise.all([
    searchParams,
    headers(),
    getTranslations("common"),
    getTranslations("signIn"),
  ]);
  const from = ownPath(one(query["from"]) ?? one(query["callbackUrl"]));
  if ((await currentActor()) !== null) redirect(from);
  const { signIn } = config();
  const way =
    signIn.kind === "oidc" ? { kind: "oidc" as const, issuer: new URL(signIn.issuer).host } : { kind: signIn.kind };
  const refused = signIn.kind !== "oidc" && !addressedToLoopback((name) => head.get(name));
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end gap-1 p-3">
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col px-4 pt-[6dvh] pb-10">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark className="size-8" />
          <span className="text-xl font-semibold">{common("product")}</span>
        </div>
        <SignInPanel
          way={way}
          from={from}
          refused={refused}
          error={one(query["error"])}
          signedOut={query["signed-out"] !== undefined}
        />
        <p className="mt-6 text-sm text-muted">{t("lead")}</p>
      </main>
    </div>
  );
}
