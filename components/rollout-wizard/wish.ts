import type { WishedTargets } from "#lib/queries/rollouts.ts";

/** What one way of choosing has come to: so many environments and how to name them, or not known yet. */
export type Wish = { count: number | null; targets: WishedTargets };
