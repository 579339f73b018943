import { expect, test } from "vitest";
import { queryError } from "#lib/aws/test-server.ts";
import { readPlatforms } from "#lib/db/platform-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { ALL, environment, environments, result, settings, stageScan } from "./test-scan.ts";

onEachDatabase((sql) => {
  const lane = () => stageScan(sql());

  test("an environment that vanished between two calls does not fail the lane", async () => {
    const { answers, scan, row, view } = await lane();
    answers["DescribeConfigurationSettings"] = (parameters) =>
      parameters.get("EnvironmentName") === "web"
        ? queryError("InvalidParameterValue", "No Environment found for EnvironmentName = 'web'.")
        : settings("true");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("worker")).toMatchObject({ configured: "v2-only" });
    expect(await row("web")).toMatchObject({ configured: "unknown", effective: "v2-only" });
    expect((await view())?.failure).toBeNull();
  });

  test("settings of one that cannot be read are left for the next scan", async () => {
    const { answers, scan, row } = await lane();
    answers["DescribeEnvironments"] = environments(environment("web"), environment("worker"), environment("third"));
    let denied = true;
    answers["DescribeConfigurationSettings"] = (parameters) =>
      denied && parameters.get("EnvironmentName") === "web"
        ? queryError("AccessDenied", "not authorized", 403)
        : settings("true");
    expect(await scan()).toEqual({ kind: "done" });
    denied = false;
    await scan();
    expect(await row("web")).toMatchObject({ configured: "v2-only" });
  });

  test("settings none of which may be read are the lane's failure, in AWS's words; the rest stays visible", async () => {
    const { answers, scan, row, view } = await lane();
    answers["DescribeConfigurationSettings"] = () => queryError("AccessDenied", "User is not authorized.", 403);
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "AccessDenied" } });
    expect(await view()).toMatchObject({
      scan: { kind: "idle" },
      lastSuccessAt: null,
      failure: {
        operation: "elasticbeanstalk:DescribeConfigurationSettings",
        message: "User is not authorized.",
        phase: "settings",
        httpStatus: 403,
      },
    });
    expect(await row("worker")).toMatchObject({ configured: "unknown", effective: "v1-and-v2" });
  });

  test("a lane that fails keeps the rows of its earlier scan", async () => {
    const { answers, scan, row, view } = await lane();
    await scan();
    const success = (await view())?.lastSuccessAt;
    answers["DescribeEnvironments"] = () => queryError("ServiceUnavailable", "The service cannot answer.", 503);
    expect(await scan()).toMatchObject({ kind: "failed" });
    expect(await view()).toMatchObject({
      lastSuccessAt: success,
      environmentCount: 2,
      failure: { code: "ServiceUnavailable", message: "The service cannot answer.", phase: "environments" },
    });
    expect(await row("web")).toMatchObject({ configured: "v2-only" });
    answers["DescribeEnvironments"] = ALL["DescribeEnvironments"] ?? environments();
    expect(await scan()).toEqual({ kind: "done" });
    expect((await view())?.failure).toBeNull();
  });

  test("credentials of another account are refused before anything is read", async () => {
    const { answers, scan, view, asked } = await lane();
    answers["GetCallerIdentity"] = () =>
      result("GetCallerIdentity", "<Account>999988887777</Account><Arn>arn:aws:iam::999988887777:user/other</Arn>");
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "WrongAccount" } });
    expect((await view())?.failure).toMatchObject({
      phase: "identity",
      message: expect.stringContaining("arn:aws:iam::999988887777:user/other"),
    });
    expect(asked("DescribeEnvironments")).toBe(0);
  });

  test("why one environment's settings cannot be read is kept with it in AWS's words, until they can", async () => {
    const { answers, scan, row, view } = await lane();
    const reasons = async (name: string) => (await row(name))?.verdict.reasons;
    const refused = (name: string) => (parameters: URLSearchParams) =>
      parameters.get("EnvironmentName") === name ? queryError("AccessDenied", "Not this one.") : settings("true");
    const failed = { kind: "setting-failed", failure: { code: "AccessDenied", message: "Not this one." } };
    answers["DescribeConfigurationSettings"] = refused("worker");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("worker")).toMatchObject({ configured: "unknown", readiness: "no-evidence" });
    expect(await reasons("worker")).toMatchObject([{ kind: "setting-unknown" }, failed, { kind: "tokens-enforced" }]);
    expect((await row("worker"))?.verdict.next).toContain("grant-settings");
    expect((await reasons("web"))?.map(({ kind }) => kind)).not.toContain("setting-failed");
    answers["DescribeConfigurationSettings"] = () => settings("true");
    await scan();
    expect(await row("worker")).toMatchObject({ configured: "v2-only" });
    expect((await reasons("worker"))?.map(({ kind }) => kind)).not.toContain("setting-failed");
    // What was read before stays, and it is said how old it is.
    answers["DescribeEnvironments"] = environments(
      ...["web", "worker"].map((name) => environment(name, "2026-01-02T00:00:00.000Z")),
    );
    answers["DescribeConfigurationSettings"] = refused("web");
    await scan();
    expect((await view())?.failure).toBeNull();
    expect(await row("web")).toMatchObject({ configured: "v2-only", readiness: "already-enforced" });
    expect(await reasons("web")).toMatchObject([{ kind: "already-set" }, failed]);
  });

  test("one unreadable environment does not fail its lane, though it is the only one; what says nothing of it does", async () => {
    const { answers, scan, row, view } = await lane();
    answers["DescribeEnvironments"] = environments(environment("web"));
    answers["DescribeConfigurationSettings"] = () => queryError("AccessDenied", "Not this one.");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await view()).toMatchObject({ failure: null, lastSuccessAt: expect.any(String) });
    const failed = { kind: "setting-failed", failure: { code: "AccessDenied", message: "Not this one." } };
    expect((await row("web"))?.verdict.reasons).toMatchObject([{ kind: "setting-unknown" }, failed, {}]);
    answers["DescribeConfigurationSettings"] = () => queryError("ExpiredToken", "No longer you.");
    expect(await scan()).toMatchObject({ kind: "failed", failure: { code: "ExpiredToken" } });
    expect(await view()).toMatchObject({ failure: { code: "ExpiredToken" } });
  });

  test("a platform that may not be read is noted with the lane, though others of the Region are known", async () => {
    const { answers, scan, view } = await lane();
    await scan();
    answers["DescribeEnvironments"] = environments(environment("web"), environment("new").replace("Python", "Ruby"));
    answers["DescribeConfigurationOptions"] = () => queryError("AccessDenied", "Not this one.", 403);
    expect(await scan()).toEqual({ kind: "done" });
    expect(await view()).toMatchObject({ failure: null, platformsFailure: { code: "AccessDenied" } });
  });

  test("a platform AWS has retired leaves its default unknown, and the rest is read", async () => {
    const { answers, access, scan, row } = await lane();
    answers["DescribeConfigurationOptions"] = () =>
      queryError("InvalidParameterValue", "No Platform named 'Python' found.");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("web")).toMatchObject({ configured: "v2-only", platformDefault: null });
    expect((await readPlatforms(sql(), access.region)).map(({ platformKey }) => platformKey)).toEqual([]);
  });
});
