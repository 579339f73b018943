import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WRITE_TIMEOUT_MS } from "#lib/aws/lane.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { takeLease } from "#lib/db/lane-queries.ts";
import { requestStop } from "#lib/db/rollout-controls.ts";
import { laneTargets } from "#lib/db/rollout-queries.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { PATIENCE } from "#lib/rollouts/decide.ts";
import { DISABLE_IMDSV1 } from "#lib/simulator/update.ts";
import { advanceLane, SEND_WITHIN_MS } from "./advance-lane.ts";
import { settleStops, settleUnseen } from "./settle-lane.ts";
import { REGION, simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";

onEachDatabase((sql) => {
  let lane: SimulatedLane;
  beforeEach(async () => {
    lane = await simulateLane(sql());
  });
  afterEach(() => lane.aws.close());

  it("disables IMDSv1, proves it, and sends each update once, with the option alone", async () => {
    const environments = lane.changeable(3);
    const targets = await lane.finish(await lane.begin(environments, 2));
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded", "succeeded"]);
    for (const environment of environments) {
      expect(environment.deployed[DISABLE_IMDSV1]).toBe("true");
      expect(environment.instances.every(({ httpTokens }) => httpTokens === "required")).toBe(true);
    }
    expect(lane.sent().map(({ input }) => input)).toEqual(
      expect.arrayContaining(
        environments.map(({ id }) => ({
          EnvironmentId: id,
          OptionSettings: [
            { Namespace: "aws:autoscaling:launchconfiguration", OptionName: "DisableIMDSv1", Value: "true" },
          ],
        })),
      ),
    );
    expect(lane.sent()).toHaveLength(3);
    const [row] = await findEnvironments(lane.deps.sql, [
      { accountId: lane.deps.access.accountId, region: REGION, environmentId: environments[0]?.id ?? "" },
    ]);
    expect(row).toMatchObject({ configured: "v2-only", effective: "v2-only", activeRolloutId: null });
    const [first] = targets.values();
    expect(first?.timeline.map(({ transition }) => transition.kind)).toEqual(["started", "accepted", "succeeded"]);
    expect(first?.events.map(({ message }) => message)).toContain("Environment update completed successfully.");
  });

  it("never has more in flight than the cap", async () => {
    await lane.begin(lane.changeable(4), 2);
    await advanceLane(lane.deps);
    await advanceLane(lane.deps);
    const states = (await laneTargets(lane.deps.sql, lane.deps.access)).map(({ target }) => target.state.status);
    expect(states.toSorted()).toEqual(["pending", "pending", "updating", "updating"]);
    expect(lane.sent()).toHaveLength(2);
  });

  it("shows each failure as what it is, in AWS's words, and does the others", async () => {
    const [good, bad, other] = lane.changeable(3);
    if (good === undefined || bad === undefined || other === undefined) throw new Error("three were asked for");
    bad.fate = "rolls-back";
    const targets = await lane.finish(await lane.begin([good, bad, other]));
    expect(targets.get(good.name)?.state).toMatchObject({ status: "succeeded" });
    expect(targets.get(other.name)?.state).toMatchObject({ status: "succeeded" });
    expect(targets.get(bad.name)?.state).toMatchObject({ status: "failed", reason: { kind: "rolled-back" } });
    expect(JSON.stringify(targets.get(bad.name)?.state)).toContain(
      "The environment was reverted to the previous configuration setting.",
    );
  });

  it("is blocked by an environment that became busy after the review", async () => {
    const [busy] = lane.changeable(1);
    if (busy === undefined) throw new Error("one was asked for");
    const id = await lane.begin([busy]);
    await lane.updateElsewhere(busy, "aws:autoscaling:asg", "MinSize", "1");
    await advanceLane(lane.deps);
    expect((await rolloutDetail(lane.deps.sql, id))?.targets[0]?.state).toMatchObject({
      status: "blocked",
      reason: { kind: "busy", status: "Updating" },
    });
    expect(lane.sent()).toHaveLength(1);
  });

  it("says in AWS's words that launch templates may not be managed", async () => {
    const [account] = lane.aws.world.accounts;
    if (account === undefined) throw new Error("The world has an account");
    account.mayManageLaunchTemplates = false;
    const [environment] = lane.changeable(1);
    const targets = await lane.finish(await lane.begin(environment === undefined ? [] : [environment]));
    expect(JSON.stringify([...targets.values()].map(({ state }) => state))).toContain(
      "is not authorized to perform: ec2:CreateLaunchTemplate",
    );
  });

  it("stops: nothing more is started, what is in flight ends", async () => {
    const id = await lane.begin(lane.changeable(3));
    await advanceLane(lane.deps);
    await requestStop(lane.deps.sql, id, new Date());
    const targets = await lane.finish(id);
    expect([...targets.values()].map(({ state }) => state.status).toSorted()).toEqual([
      "skipped",
      "skipped",
      "succeeded",
    ]);
    expect((await rolloutDetail(lane.deps.sql, id))?.status).toBe("stopped");
    expect(lane.sent()).toHaveLength(1);
  });

  it("starts nothing in read-only mode", async () => {
    await lane.begin(lane.changeable(1));
    expect(await advanceLane({ ...lane.deps, readOnly: true })).toEqual({ kind: "done" });
    expect(lane.sent()).toEqual([]);
  });

  it("stops also where AWS cannot be asked, or nothing may be started", async () => {
    const id = await lane.begin(lane.changeable(2));
    await requestStop(lane.deps.sql, id, new Date());
    await settleStops(lane.deps.sql, lane.deps.access, new Date());
    const stopped = await rolloutDetail(lane.deps.sql, id);
    expect(stopped?.status).toBe("stopped");
    expect(stopped?.targets.map(({ state }) => state)).toEqual([
      { status: "skipped", attempt: 0, reason: "stopped" },
      { status: "skipped", attempt: 0, reason: "stopped" },
    ]);
    expect(lane.sent()).toEqual([]);
  });

  it("ends what is in flight in a lane that stays unreadable, once no update lasts that long, and nothing else", async () => {
    const id = await lane.begin(lane.changeable(2));
    await advanceLane(lane.deps);
    const after = (milliseconds: number) => () => new Date(Date.now() + milliseconds);
    const states = async () =>
      (await rolloutDetail(lane.deps.sql, id))?.targets.map(({ state }) => state.status).toSorted();
    expect(await advanceLane({ ...lane.offline, now: after(PATIENCE.update - 60_000) })).toEqual({
      kind: "unreadable",
    });
    expect(await states()).toEqual(["pending", "updating"]);
    expect(await advanceLane({ ...lane.offline, now: after(PATIENCE.update + 60_000) })).toEqual({
      kind: "unreadable",
    });
    expect(await states()).toEqual(["failed", "pending"]);
    // A person's stop then ends the rollout: nothing of it waits for AWS.
    await requestStop(lane.deps.sql, id, new Date());
    await settleStops(lane.deps.sql, lane.deps.access, new Date());
    expect((await rolloutDetail(lane.deps.sql, id))?.status).toBe("stopped");
  });

  it("ends the same in a lane that is no longer configured", async () => {
    const [environment] = lane.changeable(1);
    if (environment === undefined) throw new Error("one was asked for");
    const id = await lane.begin([environment]);
    await advanceLane(lane.deps);
    await settleUnseen(lane.deps.sql, lane.deps.access, new Date());
    expect((await rolloutDetail(lane.deps.sql, id))?.status).toBe("running");
    await settleUnseen(lane.deps.sql, lane.deps.access, new Date(Date.now() + PATIENCE.update + 60_000));
    const ended = await rolloutDetail(lane.deps.sql, id);
    expect(ended?.status).toBe("finished");
    expect(ended?.targets[0]?.state).toMatchObject({
      status: "failed",
      reason: { kind: "inconclusive", why: "no-end-in-time" },
    });
  });

  it("leaves a lane to the worker that holds it", async () => {
    await lane.begin(lane.changeable(1));
    await takeLease(lane.deps.sql, lane.deps.access, randomUUID(), new Date(), 60_000);
    expect(await advanceLane(lane.deps)).toEqual({ kind: "busy" });
    expect(lane.sent()).toEqual([]);
  });

  it("says so when writes stay throttled, asks less and less often, and goes on by itself", async () => {
    const id = await lane.begin(lane.changeable(2));
    lane.aws.faults.add({ fault: { kind: "throttle-storm" }, where: { operation: "UpdateEnvironment" }, count: 4 });
    const failures = async () =>
      (await rolloutDetail(lane.deps.sql, id))?.laneFailures.map(({ failure }) => failure.code);
    for (const attempt of [1, 2, 3]) {
      expect(await advanceLane(lane.deps)).toEqual({ kind: "refused", attempt });
      expect(await failures()).toEqual([]);
    }
    expect(await advanceLane(lane.deps)).toEqual({ kind: "refused", attempt: 4 });
    expect(await failures()).toEqual(["Throttling"]);
    const targets = await lane.finish(id);
    expect([...targets.values()].map(({ state }) => state)).toMatchObject([
      { status: "succeeded", attempt: 5 },
      { status: "succeeded", attempt: 1 },
    ]);
    expect(await failures()).toEqual([]);
  });

  it("looks once more at what it starts where its look has grown old, and leaves alone what changed since", async () => {
    const [environment] = lane.changeable(1);
    if (environment === undefined) throw new Error("one was asked for");
    const id = await lane.begin([environment]);
    let [asked, late] = [0, 0];
    // Two minutes pass before the second client, which writes, has its credentials.
    const access = lane.accessVia(async (ambient) => {
      asked += 1;
      if (asked > 1 && late === 0) {
        late = 120_000;
        await lane.updateElsewhere(environment, "aws:elasticbeanstalk:command", "DeploymentPolicy", "AllAtOnce");
      }
      return ambient();
    });
    await advanceLane({ ...lane.deps, access, now: () => new Date(Date.now() + late) });
    expect(late).toBe(120_000);
    expect((await rolloutDetail(lane.deps.sql, id))?.targets[0]?.state).toMatchObject({
      status: "blocked",
      reason: { kind: "busy", status: "Updating" },
    });
    expect(lane.sent()).toHaveLength(1);
  });

  it("comes on where a look always takes too long", async () => {
    const id = await lane.begin(lane.changeable(3), 3);
    let late = 0;
    const access = lane.accessVia((ambient) => {
      late += 60_000;
      return ambient();
    });
    // Each client asks for itself, so that a minute passes within the first look, and another before the first start.
    await advanceLane({ ...lane.deps, access, now: () => new Date(Date.now() + late) });
    expect(late).toBeGreaterThanOrEqual(60_000);
    expect((await rolloutDetail(lane.deps.sql, id))?.counts).toMatchObject({ updating: 3 });
    expect(lane.sent()).toHaveLength(3);
  });

  it("announces nothing while there are no credentials to send it with", async () => {
    const id = await lane.begin(lane.changeable(1));
    const { access } = lane.deps;
    const { aws } = access;
    if (aws?.ambient === undefined) throw new Error("The lane brings credentials");
    const { ambient } = aws;
    let asked = 0;
    // Each client asks for itself: the first one reads, the second one would write.
    const ending = () => {
      asked += 1;
      return asked === 1 ? ambient() : Promise.reject(new Error("the session has ended"));
    };
    const result = await advanceLane({ ...lane.deps, access: { ...access, aws: { ...aws, ambient: ending } } });
    expect(result).toEqual({ kind: "unreadable" });
    const detail = await rolloutDetail(lane.deps.sql, id);
    expect(detail?.targets[0]?.state).toEqual({ status: "pending", attempt: 0 });
    expect(detail?.laneFailures[0]?.failure).toMatchObject({
      operation: "sts:credentials",
      message: "the session has ended",
    });
    expect(lane.sent()).toEqual([]);
  });
});

it("a held-up worker's call ends long before another worker takes it for lost, also where their clocks differ", () => {
  const clocksDiffer = 30_000;
  expect(SEND_WITHIN_MS + WRITE_TIMEOUT_MS + clocksDiffer).toBeLessThanOrEqual(PATIENCE.arrival);
});
