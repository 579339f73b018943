import { useTranslations } from "next-intl";
import { AwsWords } from "#components/rollouts/aws-words.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Time } from "#components/ui/time.tsx";
import type { OrganizationView } from "#lib/imds/account.ts";

/** How old the list of the organization's accounts is, and why it could not be read anew. */
export function OrganizationNote({ organization }: { organization: OrganizationView | null }) {
  const t = useTranslations("accounts.organization");
  if (organization === null) return null;
  const { failure, lastSuccessAt } = organization;
  const read =
    lastSuccessAt === null ? t("never") : t.rich("read", { ago: () => <Time key="ago" value={lastSuccessAt} /> });
  if (failure === null) return <p className="text-sm text-muted">{read}</p>;
  return (
    <Alert kind="warning" header={t("failed")}>
      <p>
        {t("kept")} {read}
      </p>
      <AwsWords failure={failure} />
    </Alert>
  );
}
