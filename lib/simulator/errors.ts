/**
 * How the simulated services word their errors, and the errors any of them may answer with. Each is a row of
 * `error-table.ts`; sources: [DOC] AWS documentation, [MODEL] service model, [REAL] captured output of AWS that others
 * published, [3P] a third party's word, [INFER] deduced, [invented]
 * our own because nothing was found.
 */

/** One row of the error table: when, what, and how we know. `{…}` in a message is filled in. */
export type ErrorRow<Message extends string = string> = {
  situation: string;
  code: string;
  status: number;
  message: Message;
  source: string;
};

/** One argument for each `{…}` of a message, in its order. */
type Blanks<Message extends string> = Message extends `${string}{${string}}${infer Rest}`
  ? [string | number, ...Blanks<Rest>]
  : [];

/** Makes the error of one row; the row can be read from it. */
export type ErrorMaker<Message extends string> = ((...blanks: Blanks<Message>) => AwsError) & { row: ErrorRow };

/** An error as AWS words it; the protocols write it, each in its own envelope. Only `errorOf` makes one, from a row. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  private constructor({ code, status }: ErrorRow, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** Gives the maker of a row's errors. */
  static maker<const Message extends string>(row: ErrorRow<Message>): ErrorMaker<Message> {
    const make = (...blanks: Blanks<Message>): AwsError => {
      const values: (string | number)[] = [...blanks];
      return new AwsError(
        row,
        row.message.replaceAll(/\{[^}]+\}/g, () => String(values.shift())),
      );
    };
    return Object.assign(make, { row });
  }
}

/** Takes a row of the error table and gives what makes its errors. */
export const errorOf = <const Message extends string>(row: ErrorRow<Message>): ErrorMaker<Message> =>
  AwsError.maker(row);

// Any service

export const oneConstraintBroken = errorOf({
  situation: "one member of an input breaks a constraint of the service model",
  code: "ValidationError",
  status: 400,
  message: "1 validation error detected: {problem}",
  source: "[REAL] https://github.com/weavejester/lein-beanstalk/pull/40",
});

export const constraintsBroken = errorOf({
  situation: "several members of an input break constraints",
  code: "ValidationError",
  status: 400,
  message: "{count} validation errors detected: {problems, joined by '; '}",
  source: "[REAL] https://github.com/mmmorris1975/aws-runas/issues/80",
});

/** The error for broken constraints, each as a sentence that names the member. */
export const validationError = (...problems: string[]): AwsError =>
  problems.length === 1
    ? oneConstraintBroken(problems.join())
    : constraintsBroken(problems.length, problems.join("; "));

export const missingAction = errorOf({
  situation: "a Query request without `Action`",
  code: "MissingAction",
  status: 400,
  message: "The request must contain the parameter Action",
  source: "[DOC] CommonErrors: code; [invented] words",
});

export const unknownAction = errorOf({
  situation: "AWS Query: an operation the service or the simulator does not have, or another `Version`",
  code: "InvalidAction",
  status: 400,
  message: "Could not find operation {operation} for version {version, or NO_VERSION_SPECIFIED}",
  source: "[REAL] https://github.com/aws/aws-cli/issues/37 (another service)",
});

export const unknownEc2Action = errorOf({
  situation: "EC2: an operation the service or the simulator does not have",
  code: "InvalidAction",
  status: 400,
  message: "The action {operation} is not valid for this web service.",
  source: "[REAL] https://github.com/boto/boto/issues/1282",
});

export const unknownEc2Version = errorOf({
  situation: "EC2: another `Version`",
  code: "NoSuchVersion",
  status: 400,
  message: "The requested version ({version}) of service AmazonEC2 does not exist",
  source:
    "[REAL] code, https://github.com/ansible/ansible/issues/37267; [3P] words, https://github.com/aws/aws-sdk-php/issues/1217 (another service)",
});

export const missingVersion = errorOf({
  situation: "EC2: a request without `Version`",
  code: "MissingParameter",
  status: 400,
  message: "The request must contain the parameter Version",
  source: "[DOC] CommonErrors: code; [invented] words",
});

export const unknownOperation = errorOf({
  situation: "AWS JSON or RPC v2 CBOR: an operation the service or the simulator does not have",
  code: "UnknownOperationException",
  status: 400,
  message: "Unknown operation {operation}",
  source:
    "[REAL] code, https://github.com/aws/aws-sdk-js/issues/425 (another service); [invented] words, AWS sends none",
});

export const malformedInput = errorOf({
  situation: "a Query value that its type cannot hold",
  code: "MalformedInput",
  status: 400,
  message: "Invalid value '{value}' for parameter {parameter}",
  source: "[invented]",
});

export const serializationException = errorOf({
  situation: "AWS JSON or RPC v2 CBOR: a body that cannot be read or does not fit the operation's input",
  code: "SerializationException",
  status: 400,
  message: "The request body does not fit the operation's input",
  source: "[3P] code, general knowledge; [invented] words",
});

export const internalFailure = errorOf({
  situation: "a mistake of the simulator itself, or the fault `internal-error`",
  code: "InternalFailure",
  status: 500,
  message: "The request processing has failed because of an unknown error, exception or failure.",
  source: "[DOC] CommonErrors",
});

export const serviceUnavailable = errorOf({
  situation: "a lane whose Elastic Beanstalk is out of order, or the fault `unavailable`",
  code: "ServiceUnavailable",
  status: 503,
  message: "The request has failed due to a temporary failure of the server.",
  source: "[DOC] CommonErrors: code and status; [invented] when",
});

export const notSubscribed = errorOf({
  situation: "a region the account has not enabled",
  code: "OptInRequired",
  status: 403,
  message: "You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe",
  source: "[REAL] words, https://github.com/carnal0wnage/weirdAAL/issues/54; [DOC] CommonErrors: code and status",
});

export const unknownService = errorOf({
  situation: "a service this endpoint does not play",
  code: "UnknownService",
  status: 501,
  message: "The simulator has no service '{signing name}'",
  source: "[invented] AWS has an endpoint for each service",
});

export const requestTooLarge = errorOf({
  situation: "a body larger than any simulated operation needs (1 MiB); plain text, no envelope",
  code: "RequestEntityTooLarge",
  status: 413,
  message: "The request body is too large",
  source: "[invented]",
});
