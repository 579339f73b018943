import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { classes } from "#components/ui/classes.ts";
import type { AccountPosture } from "#lib/imds/history.ts";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import { paths } from "#lib/paths.ts";

type Name = "environments" | "enforced" | "allowing" | "inUse" | "drifted" | "unreadable";

const TILES: readonly { name: Name; href: string; dot: string }[] = [
  { name: "environments", href: paths.environments(), dot: "" },
  { name: "enforced", href: paths.environments({ ...NO_FILTER, effective: ["v2-only"] }), dot: "bg-success" },
  {
    name: "allowing",
    href: paths.environments({ ...NO_FILTER, effective: ["v1-and-v2", "mixed"] }),
    dot: "bg-warning",
  },
  { name: "inUse", href: paths.environments({ ...NO_FILTER, imdsUse: ["in-use"] }), dot: "bg-error" },
  { name: "drifted", href: paths.environments({ ...NO_FILTER, drift: true }), dot: "bg-error" },
  { name: "unreadable", href: paths.settings(), dot: "bg-neutral" },
];

/** The posture now in numbers; each leads to what it counts. */
export function Numbers({ accounts }: { accounts: readonly AccountPosture[] }) {
  const t = useTranslations("overview.numbers");
  const format = useFormatter();
  const sum = (name: Name | "accepted" | "lanes") => accounts.reduce((total, account) => total + account[name], 0);
  const all = sum("environments");
  const note = (name: Name): string | null => {
    if (name === "unreadable") return t("ofLanes", { count: sum("lanes") });
    if (name === "environments" || all === 0) return null;
    const share = format.number(sum(name) / all, { style: "percent", maximumFractionDigits: 0 });
    const accepted = sum("accepted");
    return name === "allowing" && accepted > 0 ? t("shareAccepted", { share, accepted }) : t("share", { share });
  };
  return (
    <ul
      aria-label={t("label")}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line shadow-panel md:grid-cols-3 xl:grid-cols-6"
    >
      {TILES.map(({ name, href, dot }) => (
        <li key={name} className="bg-surface">
          <Link
            href={href}
            className="flex h-full flex-col px-3.5 py-3 sm:px-4 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="flex flex-1 items-baseline gap-1.5 text-sm text-muted">
              {dot === "" ? null : <span aria-hidden="true" className={classes("size-2 shrink-0 rounded-full", dot)} />}
              {t(name)}
            </span>
            <span className="text-2xl font-semibold tracking-tight">{format.number(sum(name))}</span>
            <span className="min-h-5 text-sm text-muted">{note(name)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
