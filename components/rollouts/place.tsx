import type { TargetLine } from "#lib/rollouts/rollout.ts";

/** The account and region of an environment; the account's number is in its title where it has a name. */
export function Place({ target }: { target: Pick<TargetLine, "accountId" | "accountLabel" | "region"> }) {
  const { accountId, accountLabel, region } = target;
  return (
    <span className="text-sm" title={accountId}>
      <span className="block">{accountLabel}</span>
      <span className="block text-muted">{region}</span>
    </span>
  );
}
