import { afterEach, expect, test } from "vitest";
import { abortUpdate, readyToWrite, updateEnvironment } from "./elastic-beanstalk-writes.ts";
import type { TestAnswer, TestServer } from "./test-server.ts";
import { queryError, startTestServer } from "./test-server.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: TestAnswer): Promise<TestServer> {
  server = await startTestServer(() => answer);
  return server;
}

const accepted: TestAnswer = {
  body: "<UpdateEnvironmentResponse><UpdateEnvironmentResult/></UpdateEnvironmentResponse>",
};
const update = { environmentId: "e-abcdefghij", change: { kind: "set", methods: "v2-only" } } as const;

test("sends the option alone, by environment id, and names the product", async () => {
  const { access, requests } = await serve(accepted);
  await expect(updateEnvironment(access, update)).resolves.toEqual({ requestId: "request-1" });
  expect(Object.fromEntries(requests[0]?.parameters ?? [])).toEqual({
    Action: "UpdateEnvironment",
    Version: "2010-12-01",
    EnvironmentId: "e-abcdefghij",
    "OptionSettings.member.1.Namespace": "aws:autoscaling:launchconfiguration",
    "OptionSettings.member.1.OptionName": "DisableIMDSv1",
    "OptionSettings.member.1.Value": "true",
  });
  expect(requests[0]?.userAgent).toMatch(/imds-fleet\/\d+\.\d+\.\d+/);
});

test("removes the option where it is to be removed", async () => {
  const { access, requests } = await serve(accepted);
  await updateEnvironment(access, { environmentId: "e-abcdefghij", change: { kind: "remove" } });
  expect(Object.fromEntries(requests[0]?.parameters ?? [])).toEqual({
    Action: "UpdateEnvironment",
    Version: "2010-12-01",
    EnvironmentId: "e-abcdefghij",
    "OptionsToRemove.member.1.Namespace": "aws:autoscaling:launchconfiguration",
    "OptionsToRemove.member.1.OptionName": "DisableIMDSv1",
  });
});

test("a connection that dies after the request: one request, and the answer counts as lost", async () => {
  const { access, requests } = await serve("hang-up");
  await expect(updateEnvironment(access, update)).rejects.toMatchObject({
    failure: { operation: "elasticbeanstalk:UpdateEnvironment", code: "ECONNRESET", outcome: "lost" },
  });
  expect(requests).toHaveLength(1);
});

test("a write whose time is up before it could be signed is not sent, and counts as lost", async () => {
  const { access, requests } = await serve(accepted);
  const sending = updateEnvironment(access, update, AbortSignal.abort());
  await expect(sending).rejects.toMatchObject({ failure: { code: "AbortError", outcome: "lost" } });
  expect(requests).toEqual([]);
});

test("without credentials nothing is ready to be written, and the failure says that nothing was sent", async () => {
  const { access } = await serve(accepted);
  const { aws } = access;
  if (aws === undefined) throw new Error("The test server says where it is");
  const nobody = { ...access, aws: { ...aws, ambient: () => Promise.reject(new Error("no identity")) } };
  await expect(readyToWrite(nobody)).rejects.toMatchObject({
    failure: { operation: "sts:credentials", message: "no identity", outcome: "refused" },
  });
});

test("a failure inside AWS: one request, and the answer counts as lost", async () => {
  const { access, requests } = await serve(queryError("InternalFailure", "Try again.", 500));
  await expect(updateEnvironment(access, update)).rejects.toMatchObject({
    failure: { outcome: "lost", httpStatus: 500 },
  });
  expect(requests).toHaveLength(1);
});

test("throttling: one request, and known to have changed nothing", async () => {
  const { access, requests } = await serve(queryError("Throttling", "Rate exceeded"));
  await expect(updateEnvironment(access, update)).rejects.toMatchObject({
    failure: { outcome: "refused", code: "Throttling" },
  });
  expect(requests).toHaveLength(1);
});

test("nobody listening: nothing was sent", async () => {
  const { access, close } = await serve(accepted);
  await close();
  await expect(updateEnvironment(access, update)).rejects.toMatchObject({
    failure: { outcome: "refused", code: "ECONNREFUSED" },
  });
});

test("an abort keeps AWS's words and request id", async () => {
  const words = "Environment named shop is in an invalid state for this operation.";
  const { access, requests } = await serve(queryError("InvalidParameterValue", words));
  await expect(abortUpdate(access, { environmentId: "e-abcdefghij" })).rejects.toMatchObject({
    failure: {
      operation: "elasticbeanstalk:AbortEnvironmentUpdate",
      code: "InvalidParameterValue",
      message: words,
      requestId: "request-1",
    },
  });
  expect(requests).toHaveLength(1);
});
