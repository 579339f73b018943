import type { useTranslations } from "next-intl";
import type { ActionFailure } from "#lib/errors.ts";
import type { RequestScan } from "#lib/queries/use-lanes.ts";
import { RequestFailure } from "#lib/queries/fetch-json.ts";

type Translate = ReturnType<typeof useTranslations<"environments">>;

/** Takes why an action was not done and gives one line in the reader's language, AWS's or the server's words behind it. */
export function failureText(t: Translate, { code, detail, aws }: ActionFailure): string {
  const words = t(`failure.${code}`);
  const more = aws === null ? detail : `${aws.operation}: ${aws.code}: ${aws.message}`;
  return more === null || more === "" ? words : `${words} (${more})`;
}

/** Takes what was asked of the server and gives why no scan follows, or `null` where one does. */
export function refusalText(t: Translate, { data, error }: Pick<RequestScan, "data" | "error">): string | null {
  return data?.ok === false ? failureText(t, data.failure) : (error?.message ?? null);
}

/** The same for anything a request or an action threw. */
export function errorText(t: Translate, error: Error): string {
  return error instanceof RequestFailure ? failureText(t, error.failure) : error.message;
}
