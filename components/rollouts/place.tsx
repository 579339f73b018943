import type { TargetView } from "#lib/rollouts/rollout.ts";

/** The account and region of an environment. */
export function Place({ target }: { target: Pick<TargetView, "accountId" | "accountLabel" | "region"> }) {
  const { accountId, accountLabel, region } = target;
  return (
    <span className="text-sm">
      <span className="block">{accountLabel === accountId ? accountId : `${accountLabel} (${accountId})`}</span>
      <span className="block text-muted">{region}</span>
    </span>
  );
}
