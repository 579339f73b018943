import {
  AbortEnvironmentUpdateCommand,
  ElasticBeanstalkClient,
  UpdateEnvironmentCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { desc } from "drizzle-orm";
import type fc from "fast-check";
import { haltAll, liftHalt } from "#lib/db/halt-queries.ts";
import { endBake, leaveOut, pauseRollout, requestStop, resumeRollout } from "#lib/db/rollout-controls.ts";
import { beginDue } from "#lib/db/schedule-queries.ts";
import { transitions } from "#lib/db/schema-rollouts.ts";
import { beginDeployment } from "#lib/simulator/deployment.ts";
import type { Fault } from "#lib/simulator/faults.ts";
import { advance, dequeue, enqueue, step } from "#lib/simulator/transitions.ts";
import { settleStops } from "./settle-lane.ts";
import { check, checkEnd, isUnderWay, opening, paused } from "./test-engine-checks.ts";
import { pass } from "./test-engine-stage.ts";
import type { Stage, Subject } from "./test-engine-stage.ts";
import { startsOf } from "./test-engine-turns.ts";
import { closeWindow, openWindow } from "./test-engine-windows.ts";
import type { WindowStep } from "./test-engine-windows.ts";
import type { Life, Until } from "./test-engine-worker.ts";

export const OPERATIONS = [
  "UpdateEnvironment",
  "DescribeEnvironments",
  "DescribeConfigurationSettings",
  "DescribeEvents",
  "DescribeInstances",
] as const;

/** One thing that happens in a run. As JSON it is what a failing run prints, and what a kept scenario is made of. */
export type Step =
  /** A worker comes, works, and goes. */
  | { do: "tick" }
  /** A worker (one of two) begins or goes on, and is held at a point; unheard of until it is let go. */
  | { do: "work"; worker: 0 | 1; until: Until }
  /** A held worker dies, or learns that the database failed at what it just wrote. */
  | { do: "die"; worker: 0 | 1 }
  | { do: "database-fails"; worker: 0 | 1 }
  | { do: "time"; seconds: number }
  | { do: "aws"; transitions: number | "all" }
  | { do: "fate"; of: number; fate: "succeeds" | "rolls-back" | "fails-degraded" }
  | {
      do: "outsider";
      of: number;
      what: "unrelated" | "disable" | "enable" | "deploy" | "abort" | "terminate" | "drift";
    }
  | { do: "fault"; fault: Fault; operation: (typeof OPERATIONS)[number]; count: number }
  | { do: "launch-templates"; allowed: boolean }
  | { do: "tokens-enforced"; enforced: boolean }
  | { do: "broken"; broken: boolean }
  | { do: "stop"; rollout: number; abort: boolean }
  | { do: "pause" | "resume" | "end-bake"; rollout: number }
  | { do: "halt" }
  | { do: "lift" }
  | { do: "skip"; of: number }
  | { do: "settle-stops" }
  /** Somebody looks which scheduled rollouts are due. */
  | { do: "begin" }
  | WindowStep
  | { do: "end-window"; window: number };

async function outsider(stage: Stage, { environment }: Subject, what: Extract<Step, { do: "outsider" }>["what"]) {
  const { aws, lane } = stage;
  const now = new Date();
  advance(aws.world, now);
  const client = new ElasticBeanstalkClient({ ...stage.client, maxAttempts: 1 });
  const update = (Namespace: string, OptionName: string, Value: string) =>
    client.send(
      new UpdateEnvironmentCommand({
        EnvironmentId: environment.id,
        OptionSettings: [{ Namespace, OptionName, Value }],
      }),
    );
  const before = aws.world.journal.length;
  try {
    switch (what) {
      case "unrelated":
        await update("aws:autoscaling:asg", "MinSize", "1");
        break;
      case "disable":
        await update("aws:autoscaling:launchconfiguration", "DisableIMDSv1", "true");
        break;
      case "enable":
        await update("aws:autoscaling:launchconfiguration", "DisableIMDSv1", "false");
        break;
      case "deploy":
        if (environment.status === "Ready") beginDeployment(aws.world, lane, environment, now, 5);
        break;
      case "abort":
        await client.send(new AbortEnvironmentUpdateCommand({ EnvironmentId: environment.id }));
        break;
      case "terminate":
        if (environment.status !== "Ready") break;
        environment.status = "Terminating";
        environment.operation = { requestId: "terminate", kind: "terminate", startedAt: now };
        dequeue(aws.world, environment);
        enqueue(aws.world, lane, environment, "terminate", now, [{ after: 600_000, step: { kind: "terminated" } }]);
        break;
      case "drift": {
        const [instance] = environment.instances;
        if (instance !== undefined) instance.httpTokens = instance.httpTokens === "optional" ? "required" : "optional";
        break;
      }
    }
  } catch (error) {
    // Outsiders meet refusals and faults too; what they then do is not our business.
    if (!(error instanceof Error)) throw error;
  } finally {
    client.destroy();
  }
  for (const { requestId } of aws.world.journal.slice(before)) stage.outsiders.add(requestId);
}

const rolloutAt = (stage: Stage, index: number): string => {
  const ids = [...new Set(stage.subjects.map(({ rolloutId }) => rolloutId))];
  return ids[index % ids.length] ?? "";
};

async function stop(stage: Stage, id: string, abort: boolean): Promise<void> {
  if (!(await requestStop(stage.sql, id, new Date(), { abort })) || stage.stops.has(id)) return;
  const [last] = await stage.sql.select().from(transitions).orderBy(desc(transitions.id)).limit(1);
  stage.stops.set(id, last?.id ?? 0);
}

const lifeOf = (stage: Stage, worker: number): Life | undefined => {
  const life = stage.lives[worker];
  return life === undefined || life.ended() || life.dead() ? undefined : life;
};

/** The worker that always runs through. */
const THROUGH = 2;

async function perform(stage: Stage, command: Step): Promise<void> {
  const subjectOf = (index: number) => stage.subjects[index % stage.subjects.length];
  switch (command.do) {
    case "tick":
      await stage.begin(THROUGH).run("end");
      break;
    case "work":
      await (lifeOf(stage, command.worker) ?? stage.begin(command.worker)).run(command.until);
      break;
    case "die":
      await lifeOf(stage, command.worker)?.die();
      break;
    case "database-fails":
      await lifeOf(stage, command.worker)?.failWrite();
      break;
    case "time":
      pass(command.seconds * 1_000);
      break;
    case "aws":
      step(stage.aws.world, new Date(), command.transitions);
      break;
    case "fate": {
      const subject = subjectOf(command.of);
      if (subject !== undefined) subject.environment.fate = command.fate;
      break;
    }
    case "outsider": {
      const subject = subjectOf(command.of);
      if (subject !== undefined) await outsider(stage, subject, command.what);
      break;
    }
    case "fault":
      stage.aws.faults.add({
        fault: command.fault,
        where: { operation: command.operation },
        count: command.count,
      });
      break;
    case "launch-templates":
      for (const account of stage.aws.world.accounts) account.mayManageLaunchTemplates = command.allowed;
      break;
    case "tokens-enforced":
      stage.lane.httpTokensEnforced = command.enforced;
      break;
    case "broken":
      stage.lane.broken = command.broken;
      break;
    case "stop":
      await stop(stage, rolloutAt(stage, command.rollout), command.abort);
      break;
    case "pause":
      await pauseRollout(stage.sql, rolloutAt(stage, command.rollout), "ann", new Date());
      break;
    case "resume":
      await resumeRollout(stage.sql, rolloutAt(stage, command.rollout), "ann", new Date());
      break;
    case "end-bake":
      await endBake(stage.sql, rolloutAt(stage, command.rollout), "ann", new Date());
      break;
    case "halt":
      await haltAll(stage.sql, { by: "ann", reason: "test" }, new Date());
      break;
    case "lift":
      await liftHalt(stage.sql);
      break;
    case "skip": {
      const subject = subjectOf(command.of);
      if (subject === undefined) break;
      const { rolloutId, targetId } = subject;
      const transition = { kind: "skipped", reason: "by-person" } as const;
      await leaveOut(stage.sql, rolloutId, [{ targetId, transition }], new Date());
      break;
    }
    case "settle-stops":
      await settleStops(stage.sql, stage.access, new Date());
      break;
    case "begin":
      await beginDue(stage.sql, new Date());
      break;
    case "window":
      await openWindow(stage, command);
      break;
    case "end-window":
      await closeWindow(stage, command.window);
      break;
  }
}

/** A step as fast-check runs it; printed, it is the step's JSON. */
export class Happening implements fc.AsyncCommand<object, Stage> {
  readonly step: Step;
  constructor(step: Step) {
    this.step = step;
  }
  check(): boolean {
    return true;
  }
  async run(_model: object, stage: Stage): Promise<void> {
    const alive = [0, 1].flatMap((worker) => (lifeOf(stage, worker) === undefined ? [] : [stage.began[worker] ?? 0]));
    stage.since = Math.min(stage.now, ...alive);
    stage.note();
    await perform(stage, this.step);
    stage.note();
    await check(stage);
  }
  toString(): string {
    return JSON.stringify(this.step);
  }
}

/** More looks, two minutes apart, than all a run's targets can need one after the other. */
const LOOKS = 200;

/** Lets a run come to its end, with nothing more in its way, and checks that it does. */
export async function settle(stage: Stage): Promise<void> {
  stage.aws.faults.clear();
  stage.lane.broken = false;
  // Who is still held slept while another took over, and wakes now.
  await new Happening({ do: "time", seconds: 61 }).run({}, stage);
  await new Happening({ do: "tick" }).run({}, stage);
  for (const worker of [0, 1] as const) {
    if (lifeOf(stage, worker) !== undefined) await new Happening({ do: "work", worker, until: "end" }).run({}, stage);
  }
  await new Happening({ do: "lift" }).run({}, stage);
  for (let look = 0; look < LOOKS; look++) {
    await new Happening({ do: "begin" }).run({}, stage);
    await new Happening({ do: "tick" }).run({}, stage);
    // A person looks after what waits for one.
    for (const { index, reason } of await paused(stage))
      await new Happening({ do: reason === "inconclusive" ? "end-bake" : "resume", rollout: index }).run({}, stage);
    if (!(await isUnderWay(stage))) break;
    const waits = [...(await startsOf(stage)), ...(await opening(stage))];
    const until = Math.min(...waits.map((at) => (at.getTime() - Date.now()) / 1_000));
    const seconds = Number.isFinite(until) ? Math.max(120, Math.ceil(until)) : 120;
    await new Happening({ do: "time", seconds }).run({}, stage);
  }
  // A dead worker's lease runs out, and the next one leaves none.
  pass(30_000);
  await new Happening({ do: "tick" }).run({}, stage);
  await checkEnd(stage);
}
