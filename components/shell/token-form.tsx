"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { signInHere } from "./session-requests.ts";
import { SignInError } from "./sign-in-error.tsx";
import { useSignIn } from "./use-sign-in.ts";

/** The one-time token: taken from the address the server printed (`#token=…`), or pasted. */
export function TokenForm({ from }: { from: string }) {
  const t = useTranslations("signIn");
  const [token, setToken] = useState("");
  const [missing, setMissing] = useState(false);
  const [state, signIn] = useSignIn(from);
  const tried = useRef(false);

  useEffect(() => {
    const brought = new URLSearchParams(location.hash.slice(1)).get("token");
    if (brought === null || tried.current) return;
    // Once only, for the token is used up by it; and it leaves the address, so that nobody bookmarks it.
    tried.current = true;
    history.replaceState(null, "", location.pathname + location.search);
    void signIn("token", () => signInHere("token", { token: brought }));
  });

  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(token.trim() === "");
        if (token.trim() !== "") void signIn("token", () => signInHere("token", { token }));
      }}
    >
      {state.kind === "failed" ? <SignInError code={state.code} live /> : null}
      <TextField
        label={t("token.field")}
        hint={t("token.hint")}
        error={missing ? t("token.missing") : undefined}
        monospace
        required
        type="password"
        autoComplete="one-time-code"
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <Button type="submit" variant="primary" busy={state.kind === "busy"} className="w-full">
        {state.kind === "busy" ? t("signingIn") : t("token.button")}
      </Button>
    </form>
  );
}
