import { describe, expect, test } from "vitest";
import { AwsCallError, isThrottled, toAwsFailure } from "./failure.ts";

const operation = "elasticbeanstalk:UpdateEnvironment";

function serviceError(name: string, httpStatusCode: number, message = "words of AWS") {
  return Object.assign(new Error(message), {
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode, requestId: "r-1" },
  });
}

const networkError = (fields: object, message = "") => Object.assign(new Error(message), fields);

describe("toAwsFailure", () => {
  test("keeps AWS's code, words, request id and status", () => {
    expect(toAwsFailure(operation, serviceError("InvalidParameterValue", 400))).toEqual({
      operation,
      code: "InvalidParameterValue",
      message: "words of AWS",
      requestId: "r-1",
      httpStatus: 400,
      outcome: "refused",
    });
  });

  test.each([
    ["a refusal", serviceError("ConfigurationValidationException", 400), "refused"],
    ["a denial", serviceError("AccessDenied", 403), "refused"],
    ["throttling", serviceError("Throttling", 400), "refused"],
    ["EC2's throttling, sent as 503", serviceError("RequestLimitExceeded", 503), "refused"],
    ["a failure inside AWS", serviceError("InternalFailure", 500), "lost"],
    ["a gateway's failure", serviceError("ServiceUnavailable", 503), "lost"],
    [
      "an answer that cannot be read",
      networkError({ name: "SyntaxError", $metadata: { httpStatusCode: 200 } }),
      "lost",
    ],
    ["a connection reset", networkError({ name: "TimeoutError", code: "ECONNRESET" }, "socket hang up"), "lost"],
    ["a broken pipe", networkError({ code: "EPIPE", syscall: "write" }), "lost"],
    ["a request timeout", networkError({ name: "TimeoutError", code: "ETIMEDOUT" }, "no answer in time"), "lost"],
    ["something unheard of", new Error("odd"), "lost"],
    ["something that is no error", "odd", "lost"],
    ["nobody listening", networkError({ code: "ECONNREFUSED", syscall: "connect" }), "refused"],
    ["a timeout while connecting", networkError({ code: "ETIMEDOUT", syscall: "connect" }), "refused"],
    [
      "the SDK's own connection timeout",
      networkError(
        { name: "TimeoutError" },
        "the request socket did not establish a connection with the server within 5000 ms",
      ),
      "refused",
    ],
    ["no such host", networkError({ code: "ENOTFOUND", syscall: "getaddrinfo" }), "refused"],
    ["no credentials", networkError({ name: "CredentialsProviderError" }, "Could not load credentials"), "refused"],
  ])("%s: %s", (_, error, outcome) => {
    expect(toAwsFailure(operation, error).outcome).toBe(outcome);
  });

  test("a failure to get credentials keeps its own operation", () => {
    const inner = {
      operation: "sts:AssumeRole",
      code: "AccessDenied",
      message: "m",
      requestId: null,
      httpStatus: 403,
      outcome: "refused",
    } as const;
    expect(toAwsFailure(operation, new AwsCallError(inner))).toEqual(inner);
  });

  test("finds words where Node joined several failures into one without any", () => {
    const error = Object.assign(new AggregateError([new Error("connect ECONNREFUSED ::1:1")], ""), {
      code: "ECONNREFUSED",
    });
    expect(toAwsFailure(operation, error)).toMatchObject({
      code: "ECONNREFUSED",
      message: "connect ECONNREFUSED ::1:1",
    });
  });

  test("knows throttling by its code", () => {
    expect(isThrottled(toAwsFailure(operation, serviceError("Throttling", 400)))).toBe(true);
    expect(isThrottled(toAwsFailure(operation, serviceError("InvalidParameterValue", 400)))).toBe(false);
  });
});
