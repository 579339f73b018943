/** Errors only STS answers with. */

import { errorOf } from "../errors.ts";

export const invalidRoleArn = errorOf({
  situation: "AssumeRole: `RoleArn` that is no role's ARN",
  code: "ValidationError",
  status: 400,
  message: "{arn} is invalid",
  source:
    "[3P] that it is an error, https://github.com/localstack/localstack/pull/12885; [3P] words, general knowledge",
});

export const assumeRoleDenied = errorOf({
  situation: "AssumeRole: no such role, another external id, or a role that trusts nobody; AWS gives no reason",
  code: "AccessDenied",
  status: 403,
  message: "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}",
  source: "[REAL] https://github.com/Netflix/security_monkey/issues/77",
});

export const exceedsMaxSession = errorOf({
  situation: "AssumeRole: more than the role's maximum session, which is an hour",
  code: "ValidationError",
  status: 400,
  message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  source:
    "[REAL] https://github.com/kreuzwerker/awsu/issues/27, https://github.com/prowler-cloud/prowler/issues/923; [DOC] AssumeRole: the hour, unless the role is set otherwise",
});

export const roleChainingTooLong = errorOf({
  situation: "AssumeRole: a role's session asks for more than an hour of another role",
  code: "ValidationError",
  status: 400,
  message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  source: "[REAL] https://github.com/99designs/aws-vault/issues/263",
});
