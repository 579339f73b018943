/** Words of what changed in postures, and by whom. */
export const history = {
  tabs: { label: "Activity sections", audit: "Audit log", changes: "Changes" },
  title: "Changes",
  lead: "What scans saw change in environments, and whether it was done from here. A scan compares with the one before it, so that what changed back in between is not listed.",
  columns: { seen: "Seen", environment: "Environment", change: "Change", cause: "By whom" },
  what: {
    appeared: "New environment",
    gone: "Environment gone",
    configured: "Configured",
    effective: "Effective",
    drift: "Drift",
  },
  to: "to",
  cause: {
    outside: "Outside",
    outsideHint: "Not by a rollout from here: the AWS console, a deployment, another tool, or AWS itself",
    rollout: "Rollout",
    rolloutBy: "Rollout by {actor}",
  },
  filter: {
    cause: "By whom",
    what: "What",
    all: "All",
    outside: "Outside",
    rollout: "Rollouts from here",
  },
  none: "Nothing has changed yet",
  noneHint:
    "What the first scan of a lane finds is the beginning, not a change. From then on every difference is listed here.",
  noMatch: "No change matches",
  noMatchHint: "Choose “All” to see every change.",
  older: "Older changes",
  newest: "Newest changes",
  pages: "Pages of changes",
  environment: {
    header: "History",
    description: "Every change of its setting that scans saw, from here or outside, and every rollout it was in.",
    empty: "Nothing has changed since the first scan",
    emptyHint: "Changes made in the AWS console or by other tools are listed here after the next scan.",
  },
};
