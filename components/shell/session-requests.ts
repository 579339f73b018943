import { paths } from "#lib/paths.ts";

// Three calls of next-auth's own routes; its browser package would bring many times their size.
async function post(route: string, fields: Record<string, string>): Promise<string> {
  const found: unknown = await (await fetch("/api/auth/csrf", { cache: "no-store" })).json();
  const csrfToken = typeof found === "object" && found !== null && "csrfToken" in found ? String(found.csrfToken) : "";
  const response = await fetch(`/api/auth/${route}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null || !("url" in answer))
    throw new Error(`Sign-in answered ${response.status}`);
  return String(answer.url);
}

/** What somebody decided in this tab, as the risks accepted for a draft, is nobody else's decision. */
function forgetTab(): void {
  try {
    window.sessionStorage.clear();
  } catch {
    // The browser keeps nothing for us.
  }
}

/** Takes what proves who one is and gives `null` once signed in, else next-auth's error code. */
export async function signInHere(provider: "token" | "demo", fields: Record<string, string>): Promise<string | null> {
  forgetTab();
  const answer = await post(`callback/${provider}`, fields);
  return new URL(answer, location.origin).searchParams.get("error");
}

/** Takes where to come back to, and leaves for the identity provider. */
export async function signInElsewhere(callbackUrl: string): Promise<void> {
  forgetTab();
  location.assign(await post("signin/oidc", { callbackUrl }));
}

/** Ends this browser's session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  forgetTab();
  await post("signout", {});
  location.assign(`${paths.signIn()}?signed-out`);
}
