import { expect, test } from "vitest";
import { queryError } from "#lib/aws/test-server.ts";
import { missingPermissions } from "#lib/db/permission-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { CHECK_AGAIN_BEFORE_MS } from "#lib/imds/reading.ts";
import { CHECK_AGAIN_AFTER_MS } from "./check-again.ts";
import { environment, environments, options, settings, stageScan } from "./test-scan.ts";

onEachDatabase((sql) => {
  const lane = () => stageScan(sql());

  test("stores what is configured and what is effective", async () => {
    const { scan, row, view } = await lane();
    expect(await scan()).toEqual({ kind: "done" });
    expect(await row("web")).toMatchObject({
      configured: "v2-only",
      effective: "v2-only",
      drift: false,
      instanceCount: 1,
    });
    expect(await row("worker")).toMatchObject({
      configured: "v2-only",
      effective: "v1-and-v2",
      drift: true,
      platformDefault: "true",
    });
    expect(await view()).toMatchObject({
      scan: { kind: "idle" },
      failure: null,
      environmentCount: 2,
      httpTokensEnforced: true,
      identityArn: "arn:aws:iam::111122223333:user/scanner",
    });
  });

  test("where the account enforces tokens, one that disables IMDSv1 is said to have no way back", async () => {
    const { answers, scan, row } = await lane();
    answers["DescribeConfigurationSettings"] = (parameters) =>
      settings(parameters.get("EnvironmentName") === "web" ? "true" : "false");
    await scan();
    expect((await row("web"))?.wayBack).toMatchObject({ verdict: "blocked", reasons: [{ kind: "tokens-enforced" }] });
    expect((await row("worker"))?.wayBack).toBeNull();
  });

  test("asks again only for settings of environments that moved, and for no platform twice", async () => {
    const { answers, scan, asked } = await lane();
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    answers["DescribeEnvironments"] = environments(
      environment("web", "2026-01-01T00:00:00.456Z"),
      environment("worker"),
    );
    await scan();
    expect(asked("DescribeConfigurationSettings")).toBe(3);
    expect(asked("DescribeConfigurationOptions")).toBe(1);
  });

  test("reads settings again within a day although DateUpdated stands still, and not within six hours", async () => {
    const { answers, scan, row, asked } = await lane();
    await scan();
    answers["DescribeConfigurationSettings"] = () => settings("false");
    const later = (milliseconds: number) => () => new Date(Date.now() + milliseconds);
    await scan(undefined, later(CHECK_AGAIN_AFTER_MS - 60_000));
    expect(asked("DescribeConfigurationSettings")).toBe(2);
    await scan(undefined, later(CHECK_AGAIN_BEFORE_MS));
    expect(asked("DescribeConfigurationSettings")).toBe(4);
    expect(await row("web")).toMatchObject({ configured: "v1-and-v2" });
  });

  test("reads settings again once a draft was applied, and not before, although DateUpdated stands still", async () => {
    const { answers, scan, row, asked } = await lane();
    const during = environment("web", undefined, "Updating");
    answers["DescribeEnvironments"] = environments(during);
    answers["DescribeConfigurationSettings"] = () =>
      settings("false", "<member><DeploymentStatus>pending</DeploymentStatus></member>");
    await scan();
    await scan();
    expect(await row("web")).toMatchObject({ optionValue: "false", draftStatus: "pending" });
    expect(asked("DescribeConfigurationSettings")).toBe(1);
    answers["DescribeEnvironments"] = environments(environment("web"));
    answers["DescribeConfigurationSettings"] = () => settings("true");
    await scan();
    expect(await row("web")).toMatchObject({ optionValue: "true", draftStatus: null });
  });

  test("a scan that is called off is no failure of AWS", async () => {
    const { answers, scan, view } = await lane();
    const stop = new AbortController();
    const reason = new Error("the server stops");
    answers["DescribeEnvironments"] = () => {
      setImmediate(() => stop.abort(reason));
      return "silence";
    };
    await expect(scan(stop.signal)).rejects.toBe(reason);
    expect((await view())?.failure).toBeNull();
  });

  test("two scans of a lane do not run at the same time", async () => {
    const { scan } = await lane();
    const both = await Promise.all([scan(), scan()]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["busy", "done"]);
  });

  test("a platform's default is read again after a day; where that is refused, what was known stays", async () => {
    const { answers, scan, row, asked, view } = await lane();
    const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000);
    await scan();
    answers["DescribeConfigurationOptions"] = () => queryError("AccessDenied", "Not any more.");
    await scan(undefined, later(23));
    expect(asked("DescribeConfigurationOptions")).toBe(1);
    expect(await scan(undefined, later(25))).toEqual({ kind: "done" });
    expect(asked("DescribeConfigurationOptions")).toBe(2);
    expect(await row("web")).toMatchObject({ platformDefault: "true" });
    const refused = { operation: "elasticbeanstalk:DescribeConfigurationOptions", message: "Not any more." };
    expect(await view()).toMatchObject({ failure: null, platformsFailure: refused });
    expect(await missingPermissions(sql())).toMatchObject([{ action: refused.operation, words: refused.message }]);
    answers["DescribeConfigurationOptions"] = () => options("false");
    await scan(undefined, later(26));
    expect(await view()).toMatchObject({ platformsFailure: null });
    expect(await missingPermissions(sql())).toEqual([]);
    await scan(undefined, later(27));
    expect(asked("DescribeConfigurationOptions")).toBe(3);
    expect(await row("web")).toMatchObject({ platformDefault: "false" });
    // A retired platform is not asked for at each scan.
    answers["DescribeConfigurationOptions"] = () =>
      queryError("InvalidParameterValue", "No Platform named 'Python' found.");
    for (const hours of [52, 53, 54]) await scan(undefined, later(hours));
    expect(asked("DescribeConfigurationOptions")).toBe(4);
    expect(await row("web")).toMatchObject({ platformDefault: "false" });
  });
});
