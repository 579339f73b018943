/** What AWS said, kept whole: shown to the user as it is, stored with the lane or the target it concerns. */
export type AwsFailure = {
  /** `service:Operation`, as in IAM: `elasticbeanstalk:UpdateEnvironment`. */
  operation: string;
  code: string;
  message: string;
  requestId: string | null;
  httpStatus: number | null;
  /** Whether the answer is known: a refused call changed nothing, a lost one may have. */
  outcome: "refused" | "lost";
};

/** Why an action of ours was not done, in codes the two languages translate; `aws` where AWS's words belong to it. */
export type ActionFailure = {
  code:
    | "not-signed-in"
    | "role-required"
    | "read-only"
    | "invalid-input"
    | "unknown-environment"
    | "unknown-lane"
    | "lanes-not-known-yet"
    | "unknown-rollout"
    | "unknown-window"
    | "invalid-window"
    | "unknown-policy"
    | "name-taken"
    | "start-is-past"
    | "already-in-rollout"
    | "changed-since-review"
    | "confirmation-mismatch"
    | "not-eligible"
    | "nothing-to-do"
    | "wrong-status"
    | "halted"
    | "aws-refused"
    | "internal";
  /** Plain technical detail, never a secret: field paths, names, a correlation id. */
  detail: string | null;
  aws: AwsFailure | null;
};

export type ActionResult<T> = { ok: true; value: T } | { ok: false; failure: ActionFailure };
