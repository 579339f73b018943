"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";

/** Why signing in failed, in the product's words. */
export function SignInError({ code, live }: { code: string; live?: boolean }) {
  const t = useTranslations("signIn.failed");
  const known = (["CredentialsSignin", "AccessDenied", "SessionRequired", "SessionEnded"] as const).find(
    (name) => name === code,
  );
  return (
    <Alert kind={known === "SessionRequired" || known === "SessionEnded" ? "info" : "error"} live={live}>
      {t(known ?? "Default")}
    </Alert>
  );
}
