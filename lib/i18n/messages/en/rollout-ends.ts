/** Words for how a rollout ended, and for what can be done then. */
export const rolloutEnds = {
  report: {
    title: "Result",
    allProven: "All {count, plural, one {# environment is} other {# environments are}} changed and proven.",
    someFailed: "{succeeded} of {attempted} changed and proven; {failed} failed.",
    gatesFailed:
      "{succeeded, plural, one {# environment is} other {# environments are}} changed and proven, but {failed, plural, one {# of them is} other {# of them are}} worse off or still call IMDSv1.",
    gatesFailedToo:
      "Of those that were changed, {count} {count, plural, one {is} other {are}} worse off or still call IMDSv1.",
    noneChanged: "No environment was changed.",
    blocked: "{count, plural, one {# was blocked} other {# were blocked}}.",
    skipped: "{count, plural, one {# was skipped} other {# were skipped}}.",
    stopped: "The rollout was stopped.",
    retry: "Try again what was not changed ({count})",
    undo: "Undo…",
    export: "Download the report",
    exportJson: "Download JSON",
    exportCsv: "Download CSV",
    basedOn: "Made from an earlier rollout",
    followUps: "What came of it",
    followUp: {
      undo: "Roll back {id}",
      retry: "Another try {id}",
      other: "Rollout {id}",
    },
    accepted: {
      header: "Started all the same, by {name}",
      inUse: "IMDSv1 was in use. Reason: {reason}",
      leftOut: "What uses IMDSv1 was left out.",
      noEvidence: "Too little was known of the use of IMDSv1.",
      downtime: "Downtime was accepted.",
    },
  },
  undo: {
    title: "Undo this change?",
    text: "A new draft is made that restores what was before. You review it before anything happens. Instances are replaced once more.",
    keepsTemplate: "An environment that moved to a launch template stays on it: AWS does not go back.",
    unknownOrigin:
      "Where the value equalled the platform's default before the change, AWS does not tell whether it had been set or was the default. Choose how to restore it there; any other earlier value is written again.",
    write: "Write the earlier value",
    writeHint: "Sets the earlier value explicitly. It then takes precedence over configuration files.",
    remove: "Remove the override",
    removeHint:
      "Lets .ebextensions or else the platform's default speak again. A different value in a file comes into force.",
    prepare: "Prepare undo",
    cancel: "Cancel",
  },
};
