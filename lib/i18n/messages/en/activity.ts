/** Words of the audit list. */
export const activity = {
  title: "Activity",
  lead: "Who did what, newest first. Entries cannot be changed or deleted.",
  columns: { at: "Time", actor: "Who", role: "Role", action: "Action", subject: "Subject", detail: "Detail" },
  actions: {
    "signed-in": "Signed in",
    "sign-in-refused": "Sign-in refused: no role",
    "signed-out-everywhere": "Signed out everywhere",
    "access-refused": "Refused: role does not reach",
    "rollout-planned": "Planned a rollout",
    "rollout-started": "Started a rollout",
    "rollout-stopped": "Stopped a rollout",
    "rollout-discarded": "Discarded a plan",
  },
  noRole: "no role",
  empty: "Nothing has been done yet",
  emptyHint: "Every sign-in, every change and every refusal is listed here.",
  change: "Before and after",
  before: "Before",
  after: "After",
  older: "Older entries",
  newest: "Newest entries",
};
