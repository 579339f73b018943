/** Errors only STS answers with. */

import { errorOf } from "../errors.ts";

export const invalidRoleArn = errorOf({
  situation: "AssumeRole: `RoleArn` that is no role's ARN",
  code: "ValidationError",
  status: 400,
  message: "{arn} is invalid",
  source: "[REAL]",
});

export const assumeRoleDenied = errorOf({
  situation: "AssumeRole: no such role, another external id, or a role that trusts nobody; AWS gives no reason",
  code: "AccessDenied",
  status: 403,
  message: "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}",
  source: "[REAL]",
});

export const roleChainingTooLong = errorOf({
  situation: "AssumeRole: a role's session asks for more than an hour of another role",
  code: "ValidationError",
  status: 400,
  message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
  source: "[REAL]",
});
