"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { DemoRoles } from "./demo-roles.tsx";
import { SignInError } from "./sign-in-error.tsx";
import { SingleSignOn } from "./single-sign-on.tsx";
import { TokenForm } from "./token-form.tsx";

type SignInWay = { kind: "oidc"; issuer: string } | { kind: "token" } | { kind: "demo" };

type SignInPanelProps = {
  way: SignInWay;
  /** Where to go then; a path of ours. */
  from: string;
  /** The page was not opened on this machine, where alone this way works. */
  refused: boolean;
  error: string | undefined;
  signedOut: boolean;
};

function Way({ way, from }: { way: SignInWay; from: string }) {
  switch (way.kind) {
    case "oidc":
      return <SingleSignOn issuer={way.issuer} from={from} />;
    case "token":
      return <TokenForm from={from} />;
    case "demo":
      return <DemoRoles from={from} />;
  }
}

/** The box of the sign-in page: what happened, and the one way in. */
export function SignInPanel({ way, from, refused, error, signedOut }: SignInPanelProps) {
  const t = useTranslations("signIn");
  return (
    <section aria-labelledby="sign-in" className="rounded-panel border border-line bg-surface p-5 shadow-panel sm:p-6">
      <h1 id="sign-in" className="mb-4 text-xl font-semibold">
        {t("title")}
      </h1>
      <div className="space-y-4">
        {error === undefined ? null : <SignInError code={error} />}
        {signedOut && error === undefined ? <Alert kind="success">{t("signedOut")}</Alert> : null}
        {refused ? <Alert kind="error">{t("loopbackOnly")}</Alert> : <Way way={way} from={from} />}
      </div>
    </section>
  );
}
