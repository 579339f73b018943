import type { CallOptions } from "./call.ts";
import { AwsCallError } from "./failure.ts";

/**
 * Codes with which a page token is no longer known: CloudWatch's, EC2's, and the only ones Elastic Beanstalk and Organizations
 * document that fit; https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const UNKNOWN_TOKEN = new Set([
  "InvalidNextToken",
  "InvalidPaginationToken",
  "InvalidParameterValue",
  "InvalidInputException",
]);

/** So often a list is begun again: a token that never lasts until the next page is a broken answer. */
const TIMES_AGAIN = 2;

/** One page: what is kept of it, and the token of the next one, if there is one. */
type Page<T> = { items: T[]; next: string | undefined };

type Paged<T> = {
  /** `service:Operation`, for errors. */
  operation: string;
  /** A list ends somewhere: a token that never ends is a broken answer. */
  pagesAtMost: number;
  call: CallOptions;
  read: (token: string | undefined) => Promise<Page<T>>;
};

/**
 * Reads a list page by page to its end. A token that expired on the way begins the list again, so that it is one list and
 * not the parts of two. Throws `AwsCallError`, or the signal's reason.
 */
export async function readPages<T>(paged: Paged<T>): Promise<T[]> {
  for (let again = 0; ; again += 1) {
    try {
      return await readOnce(paged);
    } catch (error) {
      if (!(error instanceof TokenExpired)) throw error;
      if (again === TIMES_AGAIN) throw error.failed;
      paged.call.more?.();
    }
  }
}

/** Why a list was not read to its end. */
class TokenExpired extends Error {
  override readonly name = "TokenExpired";
  readonly failed: AwsCallError;
  constructor(failed: AwsCallError) {
    super(failed.message, { cause: failed });
    this.failed = failed;
  }
}

async function readOnce<T>({ operation, pagesAtMost, call, read }: Paged<T>): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { items: found, next } = await readPage(read, token);
    items.push(...found);
    if (next === undefined || next === "") return items;
    token = next;
    call.more?.();
  }
  throw new AwsCallError({
    operation,
    code: "TooManyPages",
    message: `More than ${pagesAtMost} pages were answered.`,
    requestId: null,
    httpStatus: 200,
    outcome: "refused",
  });
}

async function readPage<T>(read: Paged<T>["read"], token: string | undefined): Promise<Page<T>> {
  try {
    return await read(token);
  } catch (error) {
    const isOfToken = token !== undefined && error instanceof AwsCallError && UNKNOWN_TOKEN.has(error.failure.code);
    throw isOfToken ? new TokenExpired(error) : error;
  }
}
