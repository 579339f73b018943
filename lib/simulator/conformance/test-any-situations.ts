import * as errors from "../errors.ts";
import * as refusals from "../refusals.ts";
import { NOT_SUBSCRIBED, OUT_OF_ORDER, START, type Ask, type ErrorStage, type Situation } from "./test-stage.ts";
import { send, sendForm } from "./test-wire.ts";

const VERSION = { elasticbeanstalk: "2010-12-01", ec2: "2016-11-15" };

const eb = (operation: string, input: object, more: Partial<Ask> = {}): Ask => ({
  service: "elasticbeanstalk",
  operation,
  input,
  ...more,
});
const ec2 = (operation: string, input: object, more: Partial<Ask> = {}): Ask => ({
  service: "ec2",
  operation,
  input,
  ...more,
});
const nobody = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "secret" };
const basic = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
const minutes = (count: number): Date => new Date(START.getTime() + count * 60_000);

/** What any service answers. */
export const anySituations = (stage: ErrorStage) => {
  const { simulator, still, throttled } = stage;
  const accessKeyId = simulator.ready.accounts[0]?.accessKeyId ?? "";
  const environments = { Action: "DescribeEnvironments", Version: VERSION.elasticbeanstalk };
  const regions = { Action: "DescribeRegions", Version: VERSION.ec2 };
  const tampered = (tamper: Record<string, string | undefined>) => () =>
    sendForm(simulator, "elasticbeanstalk", environments, { tamper });
  const signedAt = (signingDate: Date) => () => sendForm(still, "elasticbeanstalk", environments, { signingDate });
  const unsigned = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260301/us-east-1/elasticbeanstalk/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
  const json = (operation: string, body: string) => () =>
    send(simulator, {
      service: "monitoring",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
      },
      body,
    });
  const description = "d".repeat(201);
  const atLeast4 = "failed to satisfy constraint: Member must have length greater than or equal to 4";
  const atMost200 = "failed to satisfy constraint: Member must have length less than or equal to 200";
  return {
    oneConstraintBroken: {
      ask: eb("DescribeEnvironments", { MaxRecords: 0 }),
      answers: errors.oneConstraintBroken(
        "Value '0' at 'maxRecords' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    },
    constraintsBroken: {
      ask: eb("UpdateEnvironment", { EnvironmentName: "dev", Description: description }),
      answers: errors.constraintsBroken(
        2,
        `Value 'dev' at 'environmentName' ${atLeast4}; Value '${description}' at 'description' ${atMost200}`,
      ),
    },
    missingAction: {
      wire: () => sendForm(simulator, "elasticbeanstalk", { Version: VERSION.elasticbeanstalk }),
      answers: errors.missingAction(),
    },
    unknownAction: {
      ask: eb("RebuildEnvironment", { EnvironmentName: "some-environment" }),
      answers: errors.unknownAction("RebuildEnvironment", VERSION.elasticbeanstalk),
    },
    unknownEc2Action: { ask: ec2("DescribeVpcs", {}), answers: errors.unknownEc2Action("DescribeVpcs") },
    unknownEc2Version: {
      wire: () => sendForm(simulator, "ec2", { Action: "DescribeRegions", Version: "2006-06-26" }),
      answers: errors.unknownEc2Version("2006-06-26"),
    },
    missingVersion: {
      wire: () => sendForm(simulator, "ec2", { Action: "DescribeRegions" }),
      answers: errors.missingVersion(),
    },
    unknownOperation: { wire: json("ListMetrics", "{}"), answers: errors.unknownOperation("ListMetrics") },
    malformedInput: {
      wire: () => sendForm(simulator, "elasticbeanstalk", { ...environments, MaxRecords: "many" }),
      answers: errors.malformedInput("many", "MaxRecords"),
    },
    serializationException: { wire: json("GetMetricData", "["), answers: errors.serializationException() },
    internalFailure: {
      ask: eb("DescribeApplications", {}, { region: OUT_OF_ORDER }),
      answers: errors.internalFailure(),
    },
    serviceUnavailable: {
      ask: eb("DescribeEnvironments", {}, { account: 1, region: OUT_OF_ORDER }),
      answers: errors.serviceUnavailable(),
    },
    notSubscribed: {
      ask: eb("DescribeApplications", {}, { region: NOT_SUBSCRIBED }),
      answers: errors.notSubscribed(),
    },
    unknownService: {
      wire: () => send(simulator, { service: "s3", method: "GET" }),
      answers: errors.unknownService("s3"),
    },
    requestTooLarge: {
      wire: () => sendForm(simulator, "elasticbeanstalk", { ...environments, Padding: "x".repeat(1024 * 1024) }),
      answers: errors.requestTooLarge(),
    },
    missingToken: { wire: tampered({ authorization: undefined }), answers: refusals.missingToken() },
    malformedAuthorization: {
      wire: tampered({ authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}` }),
      answers: refusals.malformedAuthorization(),
    },
    missingDate: {
      wire: tampered({ "x-amz-date": undefined, authorization: unsigned }),
      answers: refusals.missingDate(unsigned),
    },
    scopeDateMismatch: {
      wire: tampered({ "x-amz-date": "20200101T000000Z" }),
      answers: refusals.scopeDateMismatch(),
    },
    unknownKey: {
      ask: eb("DescribeEnvironments", {}, { credentials: nobody }),
      answers: refusals.unknownKey(),
    },
    expiredToken: {
      ask: eb("DescribeEnvironments", {}, { credentials: stage.expired }),
      answers: refusals.expiredToken(),
    },
    badSignature: {
      ask: eb("DescribeEnvironments", {}, { credentials: { accessKeyId, secretAccessKey: "another" } }),
      answers: refusals.badSignature(),
    },
    signatureExpired: {
      wire: signedAt(minutes(-6)),
      answers: refusals.signatureExpired(basic(minutes(-6)), basic(minutes(-5)), basic(START)),
    },
    signatureNotYetCurrent: {
      wire: signedAt(minutes(6)),
      answers: refusals.signatureNotYetCurrent(basic(minutes(6)), basic(minutes(5)), basic(START)),
    },
    throttled: { ask: eb("DescribeEnvironments", {}, { at: throttled }), answers: refusals.throttled() },
    ec2MissingToken: {
      wire: () => sendForm(simulator, "ec2", regions, { tamper: { authorization: undefined } }),
      answers: refusals.ec2MissingToken(),
    },
    ec2ClockOff: {
      wire: () => sendForm(still, "ec2", regions, { signingDate: minutes(-6) }),
      answers: refusals.ec2ClockOff(),
    },
    ec2UnknownKey: { ask: ec2("DescribeInstances", {}, { credentials: nobody }), answers: refusals.ec2UnknownKey() },
    ec2RequestExpired: {
      ask: ec2("DescribeInstances", {}, { credentials: stage.expired }),
      answers: refusals.ec2RequestExpired(),
    },
    ec2Throttled: { ask: ec2("DescribeInstances", {}, { at: throttled }), answers: refusals.ec2Throttled() },
  } satisfies Record<string, Situation>;
};
