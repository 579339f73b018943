import type { Validation } from "#lib/rollouts/validation.ts";

/** Words of what AWS says to a setting while it is planned. */
export const validation = {
  answer: {
    ok: "AWS takes this setting",
    messages: "AWS warns:",
    unanswered: "AWS could not be asked whether it takes this setting ({code}). That blocks nothing.",
  } satisfies Record<Validation["kind"], string>,
  notAsked: "AWS has not been asked yet whether it takes this setting",
  progress: "AWS is being asked whether it takes these settings",
  progressCount: "{answered} of {of} answered",
  permission: "Missing permission:",
};
