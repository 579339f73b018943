"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { signInElsewhere } from "./session-requests.ts";
import { SignInError } from "./sign-in-error.tsx";

/** Off to the identity provider. */
export function SingleSignOn({ issuer, from }: { issuer: string; from: string }) {
  const t = useTranslations("signIn");
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const leave = async () => {
    setState("busy");
    try {
      await signInElsewhere(from);
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      {state === "failed" ? <SignInError code="Default" live /> : null}
      <Button variant="primary" busy={state === "busy"} onClick={() => void leave()} className="w-full">
        {t("oidc.button")}
      </Button>
      <p className="text-sm text-muted">{t("oidc.hint", { issuer })}</p>
    </>
  );
}
