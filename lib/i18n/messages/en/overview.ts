/** Words of the overview: the posture of all accounts at a glance. */
export const overview = {
  title: "Overview",
  lead: "Which Elastic Beanstalk environments still answer IMDSv1, how that changes, and what needs a look.",
  numbers: {
    label: "The posture now",
    environments: "Environments",
    enforced: "IMDSv2 only",
    allowing: "Allow IMDSv1",
    inUse: "IMDSv1 in use",
    drifted: "Drifted",
    unreadable: "Unreadable lanes",
    share: "{share} of all",
    shareAccepted: "{share} of all, {accepted, number} accepted",
    ofLanes: "of {count, plural, one {# lane} other {# lanes}}",
  },
  range: { label: "Look back", days: "{days} days" },
  chart: {
    header: "Posture over time",
    description: "Environments in all accounts, by what each scan found.",
    summary:
      "From {from} to {to}: of {total, plural, one {# environment} other {# environments}} {enforced, number} are IMDSv2 only (at first {enforcedBefore, number}) and {allowing, number} allow IMDSv1 (at first {allowingBefore, number}).",
    series: { environments: "All", enforced: "IMDSv2 only", allowing: "Allow IMDSv1", inUse: "IMDSv1 in use" },
    table: "Show as a table",
    at: "Time",
    none: "Not enough history yet",
    noneHint:
      "Every scan is counted from now on. The lines begin when there are two points of this range; a shorter one fills sooner.",
  },
  accounts: {
    header: "By account",
    columns: {
      account: "Account",
      environments: "Environments",
      enforced: "IMDSv2 only",
      allowing: "Allow IMDSv1",
      inUse: "IMDSv1 in use",
      drifted: "Drifted",
      lanes: "Lanes",
    },
    lanesText: "{unreadable, number} of {lanes, number} unreadable",
  },
  changes: { header: "Recent changes", all: "All changes" },
  empty: {
    title: "Nothing has been read yet",
    body: "The first scan is under way or about to begin. Numbers appear here as AWS answers; nothing is changed in AWS by reading.",
    settings: "Go to Settings",
  },
  failed: "The overview could not be loaded",
};
