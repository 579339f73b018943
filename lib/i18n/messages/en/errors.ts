import type { ActionFailure } from "#lib/errors.ts";

type Explained = { title: string; unchanged: string; next: string };

/** Every failure of an action in three parts: what happened, what was not changed, what to do next. */
export const errors = {
  "not-signed-in": {
    title: "You are signed out.",
    unchanged: "Nothing was changed.",
    next: "Sign in again, then repeat the action.",
  },
  "role-required": {
    title: "Your role does not allow this.",
    unchanged: "Nothing was changed.",
    next: "Ask an administrator for the role named below, or ask someone who has it to do this.",
  },
  "read-only": {
    title: "This dashboard is in read-only mode.",
    unchanged: "Nothing was sent to AWS.",
    next: "Whoever runs the dashboard can allow changes by starting it without READ_ONLY=1.",
  },
  "invalid-input": {
    title: "The request was not understood.",
    unchanged: "Nothing was changed.",
    next: "Reload the page and try again. If it happens again, report the detail below.",
  },
  "unknown-environment": {
    title: "This environment is not known here.",
    unchanged: "Nothing was changed.",
    next: "It may have been terminated. Refresh the list; if it is new, it appears after the next scan.",
  },
  "unknown-lane": {
    title: "This account and Region are not configured here.",
    unchanged: "Nothing was changed.",
    next: "See Settings for the accounts and Regions this dashboard reads.",
  },
  "lanes-not-known-yet": {
    title: "It is not known yet which accounts and Regions are to be read.",
    unchanged: "Nothing was changed.",
    next: "The server has just started and waits for AWS's answers. Try again in a minute.",
  },
  "unknown-rollout": {
    title: "This rollout does not exist.",
    unchanged: "Nothing was changed.",
    next: "It may have been discarded. Open Rollouts to see those that exist.",
  },
  "unknown-window": {
    title: "This change window does not exist.",
    unchanged: "Nothing was changed.",
    next: "Reload the page to see the windows that exist.",
  },
  "invalid-window": {
    title: "The change window cannot be kept as it is.",
    unchanged: "Nothing was changed.",
    next: "What is wrong is said beside each field.",
  },
  "unknown-policy": {
    title: "The saved policy has been renamed or deleted.",
    unchanged: "Nothing was changed.",
    next: "Choose a policy again from those that exist now.",
  },
  "name-taken": {
    title: "Another policy has this name.",
    unchanged: "Nothing was saved.",
    next: "Choose another name.",
  },
  "start-is-past": {
    title: "The start lies in the past.",
    unchanged: "Nothing was started.",
    next: "Choose a later time, or start now.",
  },
  "already-in-rollout": {
    title: "Another rollout is changing this environment.",
    unchanged: "The environment was left to the rollout that already holds it.",
    next: "Wait until that rollout has ended, or stop it, then try again.",
  },
  "changed-since-review": {
    title: "It changed after you looked at it.",
    unchanged: "Nothing was sent to AWS.",
    next: "Look at the present state, then decide again.",
  },
  "confirmation-mismatch": {
    title: "The text you typed does not match.",
    unchanged: "Nothing was started.",
    next: "Type the confirmation exactly as it is shown.",
  },
  "not-eligible": {
    title: "This environment cannot take the change now.",
    unchanged: "Nothing was sent to AWS.",
    next: "The reason is below. Put it right, then try again.",
  },
  "nothing-to-do": {
    title: "There is nothing to change.",
    unchanged: "Every environment you chose already has this setting.",
    next: "Choose other environments, or another setting.",
  },
  "wrong-status": {
    title: "This is no longer possible.",
    unchanged: "Nothing was changed.",
    next: "The status has moved on since the page was shown. Look at the present status.",
  },
  halted: {
    title: "Every rollout is halted.",
    unchanged: "Nothing was started.",
    next: "Whoever halted them says why at the top of the page. An approver can lift the halt.",
  },
  "aws-refused": {
    title: "AWS refused the request.",
    unchanged: "The environment keeps its present configuration.",
    next: "AWS's own words are below. Put right what they name, then try again.",
  },
  internal: {
    title: "Something went wrong in the dashboard.",
    unchanged: "If a change was under way, the rollout's page shows how far it came.",
    next: "Try again. If it happens again, report the detail below.",
  },
} satisfies Record<ActionFailure["code"], Explained>;
