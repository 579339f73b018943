"use client";
import { useState } from "react";

export type SignInState = { kind: "idle" } | { kind: "busy"; what: string } | { kind: "failed"; code: string };

/**
 * Takes where to go once signed in, and gives the state with a function that signs in. It ends with a full page load, so
 * that nothing shown before survives into the session.
 */
export function useSignIn(
  from: string,
): [SignInState, (what: string, attempt: () => Promise<string | null>) => Promise<void>] {
  const [state, setState] = useState<SignInState>({ kind: "idle" });
  const signIn = async (what: string, attempt: () => Promise<string | null>) => {
    setState({ kind: "busy", what });
    try {
      const error = await attempt();
      if (error === null) location.assign(from);
      else setState({ kind: "failed", code: error });
    } catch {
      setState({ kind: "failed", code: "Default" });
    }
  };
  return [state, signIn];
}
