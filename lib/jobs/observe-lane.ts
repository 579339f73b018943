import type { EnvironmentFacts } from "#lib/imds/environment.ts";
import { listBeanstalkInstances } from "#lib/aws/ec2.ts";
import { listEnvironments, readEvents, readSettings } from "#lib/aws/elastic-beanstalk.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import { mayStart, needsOf } from "#lib/rollouts/observation.ts";
import type { LaneObservation, LaneTarget } from "#lib/rollouts/observation.ts";
import type { BeanstalkEvent } from "#lib/rollouts/rollout.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { isOfTheLane } from "./lane-failure.ts";

/** An observation with what was read besides, so that the lists are brought up to date at no extra call. */
export type LaneReading = {
  observation: LaneObservation;
  facts: readonly EnvironmentFacts[];
  settings: ReadonlyMap<string, Awaited<ReturnType<typeof readSettings>>>;
};

async function readSettingsOf(
  access: LaneAccess,
  targets: readonly Target[],
  into: Map<string, { ok: true; value: Awaited<ReturnType<typeof readSettings>> } | { ok: false; error: AwsCallError }>,
): Promise<void> {
  for (const target of targets) {
    try {
      into.set(target.environmentId, { ok: true, value: await readSettings(access, target) });
    } catch (error) {
      if (!(error instanceof AwsCallError) || isOfTheLane(error.failure)) throw error;
      into.set(target.environmentId, { ok: false, error });
    }
  }
}

/**
 * Takes a lane's targets and looks at AWS once for all of them: one pass over the environments, at most one over the
 * events and one over the instances, settings only of those that start or end. Settings of those about to start are
 * read by name *before* the environments are, so that the id is the later check.
 * `needsInstances`: somebody else wants the instances, too.
 * @throws AwsCallError where the lane as a whole cannot be read.
 */
export async function observeLane(
  access: LaneAccess,
  lane: readonly LaneTarget[],
  needsInstances = false,
): Promise<LaneReading> {
  const settings: Parameters<typeof readSettingsOf>[2] = new Map();
  await readSettingsOf(access, mayStart(lane), settings);
  const facts = await listEnvironments(access);
  const environments = new Map(
    facts.map((fact) => [
      fact.environmentId,
      {
        environmentId: fact.environmentId,
        name: fact.name,
        application: fact.application,
        status: fact.status,
        health: fact.health,
        dateUpdated: fact.dateUpdated,
        abortable: fact.abortable,
      },
    ]),
  );

  const needs = needsOf(lane, environments);
  await readSettingsOf(access, needs.settings, settings);
  const instances = needs.instances || needsInstances ? (await listBeanstalkInstances(access)).instances : null;
  const events = needs.eventsSince === null ? null : await eventsById(access, needs.eventsSince, environments);

  const observed: LaneObservation["settings"] = new Map(
    [...settings].map(([id, read]) => [
      id,
      read.ok
        ? ({
            ok: true,
            value: {
              optionValue: read.value.optionValue ?? null,
              draft:
                read.value.draftStatus === null
                  ? null
                  : { status: read.value.draftStatus, optionValue: read.value.draftOptionValue ?? null },
              replacement: read.value.replacement,
              launchKind: read.value.launchKind,
            },
          } as const)
        : ({ ok: false, failure: read.error.failure } as const),
    ]),
  );
  return {
    observation: { environments, settings: observed, instances, events },
    facts,
    settings: new Map([...settings].flatMap(([id, read]) => (read.ok ? [[id, read.value] as const] : []))),
  };
}

async function eventsById(
  access: LaneAccess,
  since: string,
  environments: LaneObservation["environments"],
): Promise<Map<string, BeanstalkEvent[]>> {
  // Events bear names; in a lane a live name is one environment's.
  const idOfName = new Map(
    [...environments.values()].map((environment) => [environment.name, environment.environmentId]),
  );
  const byId = new Map<string, BeanstalkEvent[]>();
  const events = await readEvents(access, { since: new Date(Date.parse(since) - 5_000) });
  for (const event of events.toReversed()) {
    const id = event.environmentName === null ? undefined : idOfName.get(event.environmentName);
    if (id === undefined) continue;
    const list = byId.get(id);
    if (list === undefined) byId.set(id, [event]);
    else list.push(event);
  }
  return byId;
}
