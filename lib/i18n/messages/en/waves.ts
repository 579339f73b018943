import type { Missing } from "#lib/rollouts/gate.ts";
import type { PolicyName, PolicyProblem } from "#lib/rollouts/policy.ts";
import type { WaveView } from "#lib/rollouts/rollout.ts";

/** Words of a rollout's policy, its waves, and the ways to steer it. */
export const waves = {
  policy: {
    title: "How the rollout goes",
    label: "Policy",
    names: {
      none: "None: all at once, goes on after failures",
      careful: "Careful",
      steady: "Steady",
      fast: "Fast",
      custom: "Custom",
    } satisfies Record<PolicyName, string>,
    hints: {
      none: "One wave. A failure stops nothing else: the other environments go on, and what failed can be retried.",
      careful:
        "One environment first, then 10 %, 50 % and all, region by region, one at a time in each lane. 30 minutes of bake after the first, 15 after each wave. The first failure pauses the rollout.",
      steady:
        "One environment per region first, then 25 % and all, two at a time in each lane. 15 minutes of bake after the first ones, 10 after each wave. Pauses at a failure of the first ones, at the second in a lane, or past 10 % of all.",
      fast: "One wave, five at a time in each lane, no bake. Pauses past 20 % failures in a lane, or 10 % of all.",
      custom: "Everything below is yours to choose.",
    } satisfies Record<PolicyName, string>,
    cap: "At a time in one account and region",
    capHint:
      "AWS throttles each account and region (a lane) on its own. Up to this many environments of one lane are updated at a time; lanes run side by side. 1 to 10.",
    capInAll: "At a time in all",
    capInAllHint: "Empty: no limit beside the one of each lane.",
    canary: "Canary",
    canaries: { none: "None", amount: "A number or a share", "one-per-region": "One per region" },
    canarySize: "Size of the canary",
    amountHint: "A number (3) or a share (10 %).",
    waves: "Waves",
    waveRules: {
      all: "All at once",
      percent: "By share",
      region: "By region",
      account: "By account",
      application: "By application",
    },
    steps: "Shares",
    stepsHint: "Of all that will change, the canary included: rising, the last one 100. For example 10, 50, 100.",
    regions: "Regions",
    regionRuns: { parallel: "In parallel", sequence: "One after the other" },
    bakeCanary: "Bake after the canary, minutes",
    bakeWave: "Bake after each wave, minutes",
    bakeHint:
      "0: no bake, and neither health nor refused IMDSv1 calls are looked at. Refused calls are judged 10 minutes after the end, when CloudWatch has counted them.",
    tolerancePerLane: "Failures tolerated in a lane",
    toleranceInAll: "Failures tolerated in all",
    toleranceHint:
      "A number (0: the first failure pauses) or a share (10 %). Empty: any number. Of the canary, none is tolerated.",
    mode: "Concurrency",
    modes: {
      strict: "Strict: never more at work than failures left, and one",
      soft: "Soft: the caps alone",
    },
    problem: {
      "out-of-range": "{field}: {least} to {most}",
      "steps-must-rise": "The shares must rise.",
      "steps-must-end-at-100": "The last share must be 100.",
    } satisfies Record<PolicyProblem["kind"], string>,
    fields: {
      canary: "Canary",
      waves: "Waves",
      cap: "At a time",
      bake: "Bake",
      tolerance: "Failures tolerated",
    } satisfies Record<PolicyProblem["at"], string>,
  },
  preview: {
    title: "Waves",
    line: "{count, plural, one {# environment} other {# environments}} in {lanes, plural, one {# lane} other {# lanes}}",
    bake: "then {minutes, plural, one {# minute} other {# minutes}} of bake",
    estimate: "About {duration}, if nothing fails.",
    estimateFrom:
      "An estimate from instance counts, how instances are replaced, the limits and {bake, plural, =0 {no bake} one {# minute of bake} other {# minutes of bake}}. AWS promises no times.",
    narrowed: "The tolerance keeps it to {count} at a time in a lane.",
  },
  accept: {
    inUse: "IMDSv1 is in use in {count, plural, one {# environment} other {# environments}}",
    leaveOut: "Leave them out",
    override: "Disable it there all the same",
    reason: "Reason",
    reasonHint: "Recorded with the rollout. At least 3 characters.",
    noEvidence:
      "I know that of {count, plural, one {# environment} other {# environments}} too little is known to say that nothing calls IMDSv1",
  },
  wave: {
    canary: "Canary",
    wave: "Wave {number}",
    of: "{done} of {total} done",
    failed: "{count} failed",
    bakes: "End of the bake:",
    counts: "; refused IMDSv1 calls, which CloudWatch counts later:",
    noBake: "No bake: health and refused IMDSv1 calls were not looked at",
    endedBy: "Bake ended by {name}",
    state: {
      waiting: "Waiting",
      working: "At work",
      baking: "Baking",
      passed: "Passed",
    } satisfies Record<WaveView["state"], string>,
  },
  steer: {
    pause: "Pause",
    resume: "Resume",
    resumeAfterFailures: "Accept the failures and resume",
    "end-bake": "End the bake now",
    skip: "Leave out",
    abort: "Abort the updates in flight, too",
    abortHint:
      "AWS can abort most updates: {count, plural, one {# is} other {# are}} in flight. Their instances are put back, which takes a while. How each one ends is read from AWS.",
    abortRequested: "What AWS can abort is being aborted.",
    undoScope: "What is undone",
    scopes: { all: "All that was changed", failed: "What failed" },
  },
  paused: {
    person: "Paused by {name}",
    halt: "Paused by the halt of {name}",
    tolerance: "Paused: more failures than tolerated",
    canary: "Paused: the canary failed",
    inconclusive: "Paused: it is not known whether {wave} went well",
    rest: "What is in flight ends and is checked; nothing more is started.",
    lane: "{failures} failed in {accountId}, {region}; {tolerated, plural, =0 {none is} one {# is} other {# are}} tolerated there.",
    all: "{failures} failed in all; {tolerated, plural, =0 {none is} one {# is} other {# are}} tolerated.",
    inCanary: "{failures} failed in the canary, where none is tolerated, whatever is tolerated after it.",
    failed: "Failed: {names}",
    lacking: "Of {count, plural, one {# environment} other {# environments}} evidence is missing: {names}",
    missing: {
      "health-before": "the health before the change",
      health: "the health after it",
      "refused-calls": "CloudWatch's count of refused IMDSv1 calls",
      canary: "a canary: all of it was skipped or blocked, so nothing was tried",
    } satisfies Record<Missing, string>,
    inconclusiveNext: "Look at them yourself, then end the bake; or resume, and it is waited for again.",
  },
  gate: {
    passed: "The bake showed nothing wrong",
    health: "Its health went from {was} to {is} in the bake",
    "refused-calls": "{calls, plural, one {# IMDSv1 call was} other {# IMDSv1 calls were}} refused since the change",
    inconclusive: "The bake could not be judged",
  },
  halt: {
    on: "Every rollout is halted",
    by: "By {name}: {reason}",
    rest: "Nothing is started. What was halted stays paused until somebody resumes it.",
    button: "Halt every rollout",
    title: "Halt every rollout?",
    text: "All that run are paused at once, in every account. What AWS is already updating runs to its end. Nothing is started until the halt is lifted.",
    confirm: "Halt",
    cancel: "Cancel",
    reason: "Reason",
    lift: "Lift the halt",
  },
};
