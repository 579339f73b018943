/** Words of the audit list. */
export const activity = {
  title: "Activity",
  lead: "Who did what, newest first. Entries cannot be changed or deleted.",
  columns: { at: "Time", actor: "Who", role: "Role", action: "Action", subject: "Subject", detail: "Detail" },
  empty: "Nothing has been done yet",
  emptyHint: "Every sign-in, every change and every refusal is listed here.",
  change: "Before and after",
  before: "Before",
  after: "After",
  older: "Older entries",
  newest: "Newest entries",
  counter: "({count})",
};
