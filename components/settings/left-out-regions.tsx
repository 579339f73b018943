import { useFormatter, useTranslations } from "next-intl";
import type { AccountRegions, LeftOutReason } from "#lib/imds/account.ts";

const REASONS: readonly LeftOutReason[] = ["not-enabled", "no-elastic-beanstalk"];

/** The regions of an account that are not read, by the reason. */
export function LeftOutRegions({ regions: { leftOut } }: { regions: AccountRegions }) {
  const t = useTranslations("accounts.leftOut");
  const format = useFormatter();
  if (leftOut.length === 0) return null;
  return (
    <div>
      <h3 className="font-semibold">
        {t("header")} <span className="font-normal text-muted">({leftOut.length})</span>
      </h3>
      <ul className="mt-1 space-y-1 text-sm">
        {REASONS.map((reason) => {
          const regions = leftOut.filter((one) => one.reason === reason).map(({ region }) => region);
          return regions.length === 0 ? null : (
            <li key={reason}>
              <span className="text-muted">{t(reason)}</span> {format.list(regions)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
