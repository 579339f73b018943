"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Role } from "#lib/auth/role.ts";
import { signInHere } from "./session-requests.ts";
import { SignInError } from "./sign-in-error.tsx";
import { useSignIn } from "./use-sign-in.ts";

const OFFERED: readonly Role[] = ["admin", "author", "operator", "viewer"];

/** One button per role, for the simulator only. */
export function DemoRoles({ from }: { from: string }) {
  const t = useTranslations("signIn");
  const common = useTranslations("common");
  const [state, signIn] = useSignIn(from);
  return (
    <>
      {state.kind === "failed" ? <SignInError code={state.code} live /> : null}
      <p className="text-muted">{t("demo.lead")}</p>
      <ul className="space-y-2">
        {OFFERED.map((role) => (
          <li key={role}>
            <button
              type="button"
              aria-disabled={state.kind === "busy"}
              onClick={() => {
                if (state.kind !== "busy") void signIn(role, () => signInHere("demo", { role }));
              }}
              className="group flex w-full items-center gap-3 rounded-control border border-line-strong px-3.5 py-2.5 text-left hover:border-ink hover:bg-hover active:bg-pressed"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-semibold">{t("demo.as", { role: common(`roles.${role}`) })}</span>
                <span className="block text-sm text-muted">{t(`demo.does.${role}`)}</span>
              </span>
              {state.kind === "busy" && state.what === role ? (
                <Spinner className="text-link" />
              ) : (
                <ChevronRight
                  aria-hidden="true"
                  className="size-4 shrink-0 text-muted transition-transform group-hover:translate-x-0.5"
                />
              )}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
