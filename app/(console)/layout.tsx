import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { AppFrame } from "#components/shell/app-frame.tsx";
import { NAVIGATION_COOKIE } from "#components/shell/preferences.ts";
import { currentActor } from "#lib/auth/current-actor.ts";
import { endSessions } from "#lib/auth/end-sessions.ts";
import { PATH_HEADER } from "#lib/auth/page-guard.ts";
import { config } from "#lib/config.ts";
import { paths } from "#lib/paths.ts";

/** The signed-in part. Pages, actions and api routes check the session again themselves: a layout does not guard them. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [actor, jar, head] = await Promise.all([currentActor(), cookies(), headers()]);
  if (actor === null) redirect(paths.signIn(head.get(PATH_HEADER) ?? undefined));
  const { readOnly, signIn } = config();
  return (
    <AppFrame
      person={{ name: actor.name, role: actor.role }}
      simulated={signIn.kind === "demo"}
      readOnly={readOnly}
      navigationOpen={jar.get(NAVIGATION_COOKIE)?.value !== "closed"}
      endSessions={endSessions}
    >
      {children}
    </AppFrame>
  );
}
