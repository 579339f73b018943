import { describe, expect, test } from "vitest";
import { emit } from "#lib/simulator/transitions.ts";
import { captureOf, exitCodeOf, reportLines } from "./report.ts";
import { account, differing, edited, verified } from "./test-account.ts";
import { queryError } from "./test-proxy.ts";

describe("an AWS that is as the simulator says", () => {
  test.for([2, 11, 23])("seed %i: no differences, nothing changed, and most is told", async (seed) => {
    const { simulator } = await account({ seed });
    const verification = await verified(simulator);
    expect(differing(verification)).toEqual([]);
    expect(exitCodeOf(verification.findings)).toBe(0);
    expect(verification.findings.filter(({ verdict }) => verdict === "cannot tell").length).toBeLessThan(8);
    expect(simulator.world.journal).toEqual([]);
  });

  test("an account with nothing in it is no difference either", async () => {
    const { simulator } = await account({ environments: 0 });
    expect(differing(await verified(simulator))).toEqual([]);
  });

  test("throttled again and again, it still comes to its end", async () => {
    const { simulator } = await account({ throttle: { ratePerSecond: 60, burst: 5 } });
    const verification = await verified(simulator, { callsPerSecond: 200, maxEnvironments: 6 });
    expect(verification.traffic.throttled).toBeGreaterThan(0);
    expect(differing(verification)).toEqual([]);
  });
});

describe("what must not happen", () => {
  test.for([
    ["ec2", "UnauthorizedOperation", ["instances", "metrics"]],
    ["elasticbeanstalk", "AccessDenied", ["environments", "settings", "options", "events"]],
    ["monitoring", "AccessDenied", ["metrics"]],
  ] as const)("%s denied is told, and is no crash", async ([service, code, sections]) => {
    const { simulator } = await account();
    const verification = await edited(simulator, {
      before: (passing) =>
        passing.service !== service
          ? undefined
          : service === "monitoring"
            ? { status: 403, body: JSON.stringify({ __type: code, message: "User is not authorized" }) }
            : queryError(403, code, "User is not authorized"),
    });
    expect(differing(verification)).toEqual([]);
    for (const section of sections) {
      const own = verification.findings.filter(({ id }) => id.startsWith(`${section}.`));
      expect(own.map(({ verdict }) => verdict)).toEqual(own.map(() => "cannot tell"));
      expect(own.map(({ why }) => why).join()).toContain(code);
    }
  });

  test("nothing comes out of environments that are gone, or were not looked at", async () => {
    const { simulator, lane } = await account();
    const [living] = lane.environments;
    if (living === undefined) throw new Error("no environment");
    const gone = { ...living, id: "e-gonegonego", name: "payroll-emea", applicationName: "hr" };
    const ago = (seconds: number) => new Date(Date.now() - 86_400_000 + seconds * 1_000);
    const say = (seconds: number, severity: "INFO" | "ERROR", message: string) =>
      emit(lane, gone, ago(seconds), "update-gone", severity, message);
    say(0, "INFO", "Environment update is starting.");
    say(1, "INFO", "Updating environment payroll-emea's configuration settings.");
    say(2, "ERROR", "The hook said: salaries are in hunter2.");
    say(3, "INFO", "The application hr of payroll-emea says swordfish.");
    // Also of a living one: its lines may speak of what is gone.
    emit(lane, living, ago(4), undefined, "INFO", "Aborting nothing: hr and payroll-emea were swapped.");
    // Whoever has its name now is another.
    const namesake = { ...living, name: gone.name, applicationName: gone.applicationName, createdAt: new Date() };
    lane.environments.push(namesake);
    const verification = await verified(simulator, { maxEnvironments: 200 });
    const output = [
      reportLines(verification, { width: 500, colour: false }).join("\n"),
      captureOf(verification, new Date()),
    ];
    for (const text of output)
      for (const word of ["payroll", "hunter2", "salaries", "swordfish"]) expect(text).not.toContain(word);
    expect(output[0]).toContain("Aborting nothing: <application> and <environment> were swapped.");
    expect(output[0]).toContain("not shown in eu-west-1: 1 line of environments not looked at");
    // Its end is told all the same.
    expect(differing(verification)).toContain("events.ends");
  });

  test("neither names, ids, accounts nor secrets are in what is printed or saved", async () => {
    const { simulator, lane } = await account();
    const verification = await verified(simulator);
    const output = [
      ...reportLines(verification, { width: 100, colour: true }),
      captureOf(verification, new Date()),
    ].join("\n");
    const hidden = [
      lane.accountId,
      ...lane.environments.flatMap(({ id, name, variables, instances, versionLabel }) => [
        id,
        name,
        versionLabel,
        ...Object.values(variables).filter((value) => value.length > 12),
        ...instances.map((instance) => instance.id),
      ]),
    ];
    expect(hidden.filter((text) => output.includes(text))).toEqual([]);
    expect(output).not.toContain("API_SECRET");
  });
});
