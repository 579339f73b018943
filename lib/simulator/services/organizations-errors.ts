/** Errors only AWS Organizations answers with. */

import { errorOf } from "../errors.ts";

export const organizationsDenied = errorOf({
  situation: "ListAccounts by a member account that is not a delegated administrator",
  code: "AccessDeniedException",
  status: 400,
  message: "You don't have permissions to access this resource.",
  source: "[REAL] https://github.com/aws-samples/aws-iam-access-key-auto-rotation/issues/10; [INFER] status",
});

export const organizationsNotInUse = errorOf({
  situation: "an account that is in no organization",
  code: "AWSOrganizationsNotInUseException",
  status: 400,
  message: "Your account is not a member of an organization.",
  source:
    "[REAL] code and words, https://github.com/duo-labs/cloudmapper/issues/733; status, https://github.com/nozaq/terraform-aws-secure-baseline/issues/70",
});

export const invalidAccountsToken = errorOf({
  situation: "ListAccounts: a `NextToken` that is none of ours",
  code: "InvalidInputException",
  status: 400,
  message: "You provided an invalid NextToken.",
  source: "[MODEL] code, and the reason INVALID_NEXT_TOKEN; [invented] words",
});
