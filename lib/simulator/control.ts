import { z } from "zod";

import { beginDeployment } from "./deployment.ts";
import { faultBody, newFaultOf, YEAR_SECONDS } from "./fault-body.ts";
import { wrongPlace } from "./fault-place.ts";
import type { Faults } from "./faults.ts";
import { HEALTH_STATUS } from "./fleet-environment.ts";
import { setMember } from "./organization.ts";
import type { WireRequest, WireResponse } from "./protocols/protocol.ts";
import type { Service } from "./service.ts";
import { changeHealth } from "./transitions.ts";
import type { Environment, Lane, World } from "./world.ts";

/** What the control plane shows and moves. */
export type Controls = {
  world: World;
  services: readonly Service[];
  faults: Faults;
  wallClock: () => Date;
  /** The world's clock: wall time, and what it was moved ahead. */
  now: () => Date;
  /** Brings the world up to an instant. */
  advance: (world: World, now: Date) => void;
  /** Completes transitions that are due later; gives how many. */
  step: (world: World, now: Date, count: number | "all") => number;
  /** `false` where all moves together would go too far; then nothing moved. */
  moveClock: (seconds: number) => boolean;
};

const PREFIX = "/_simulator/";
const DISABLE_IMDSV1 = "aws:autoscaling:launchconfiguration/DisableIMDSv1";

const stepBody = z.object({ transitions: z.union([z.int().positive(), z.literal("all")]) });
const clockBody = z.object({ seconds: z.number().positive().max(YEAR_SECONDS) });
const deployBody = z.object({
  environmentId: z.string(),
  minutes: z
    .number()
    .positive()
    .max(YEAR_SECONDS / 60),
});
const fateBody = z.object({
  environmentId: z.string(),
  fate: z.enum(["succeeds", "rolls-back", "fails-degraded"]),
});

const healthBody = z.object({ environmentId: z.string(), health: z.enum(["Green", "Yellow", "Red", "Grey"]) });

const memberBody = z.object({
  accountId: z.string().regex(/^\d{12}$/),
  state: z.enum(["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]).nullable(),
});

const json = (status: number, value: unknown): WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const refuse = (status: number, error: string): WireResponse => json(status, { error });

/** Answers a request whose body fits the schema; others are told what was expected. */
const withBody = <Body>(
  schema: z.ZodType<Body>,
  request: WireRequest,
  expected: string,
  then: (body: Body) => WireResponse,
): WireResponse => {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(request.body).toString("utf8"));
  } catch {
    return refuse(400, `expected ${expected}`);
  }
  const body = schema.safeParse(value);
  return body.success
    ? then(body.data)
    : refuse(400, `expected ${expected}: ${z.prettifyError(body.error).replaceAll("\n", " ")}`);
};

const environmentStates = (world: World): unknown[] =>
  world.lanes.flatMap(({ accountId, region, environments }) =>
    environments.map((environment) => ({
      accountId,
      region,
      id: environment.id,
      name: environment.name,
      application: environment.applicationName,
      status: environment.status,
      health: environment.health,
      disableImdsV1: environment.deployed[DISABLE_IMDSV1] ?? null,
      platformDefault: environment.platform.disableImdsV1Default ?? null,
      launches: environment.launches,
      fate: environment.fate,
      callsImdsV1: environment.instances.some(
        ({ imdsV1Use }) => imdsV1Use.kind === "reported" && imdsV1Use.callsPerHour > 0,
      ),
      updatedAt: environment.updatedAt,
      instances: environment.instances.map(({ id, httpTokens, state }) => ({
        id,
        httpTokens,
        state,
      })),
    })),
  );

const withEnvironment = (
  world: World,
  id: string,
  then: (environment: Environment, lane: Lane) => WireResponse,
): WireResponse => {
  for (const lane of world.lanes) {
    const environment = lane.environments.find((candidate) => candidate.id === id);
    if (environment !== undefined) return then(environment, lane);
  }
  return refuse(404, `no environment ${id}`);
};

const journalAfter = (world: World, after: string | null): WireResponse =>
  after === null || /^\d{1,9}$/.test(after)
    ? json(200, { journal: world.journal.slice(Number(after ?? 0)), last: world.journal.length })
    : refuse(400, "expected ?after=SEQUENCE");

/** Whether a request is for the simulator itself rather than for an AWS service. */
export const isControl = (request: WireRequest): boolean => request.path.startsWith(PREFIX);

const respond = (controls: Controls, request: WireRequest, route: string): WireResponse => {
  const { world, faults, now, step, moveClock } = controls;
  const fault = /^DELETE faults\/(.+)$/.exec(route)?.[1];
  if (fault !== undefined) return faults.remove(fault) ? json(200, {}) : refuse(404, `no fault ${fault}`);
  switch (route) {
    case "GET journal":
      return journalAfter(world, request.query.get("after"));
    case "GET calls":
      return json(200, { calls: [...world.calls.values()] });
    case "DELETE calls":
      world.calls.clear();
      return json(200, {});
    case "GET state":
      return json(200, { now: now(), environments: environmentStates(world), pendingTransitions: world.queue.length });
    case "POST step":
      return withBody(stepBody, request, '{"transitions": N or "all"}', ({ transitions }) =>
        json(200, { completed: step(world, now(), transitions), pendingTransitions: world.queue.length }),
      );
    case "POST clock":
      return withBody(clockBody, request, '{"seconds": N}', ({ seconds }) => {
        if (!moveClock(seconds)) return refuse(400, "the clock is moved ten years ahead at most, all moves together");
        controls.advance(world, now());
        return json(200, { now: now(), pendingTransitions: world.queue.length });
      });
    case "GET faults":
      return json(200, { faults: faults.list() });
    case "POST faults":
      return withBody(faultBody, request, '{"fault": NAME, …}', (body) => {
        const fault = newFaultOf(body);
        const wrong = wrongPlace(fault.where ?? {}, controls.services, world);
        return wrong === undefined ? json(201, { id: faults.add(fault) }) : refuse(400, wrong);
      });
    case "DELETE faults":
      faults.clear();
      return json(200, {});
    case "POST deploy":
      return withBody(deployBody, request, '{"environmentId", "minutes"}', ({ environmentId, minutes }) =>
        withEnvironment(world, environmentId, (environment, lane) => {
          if (environment.status !== "Ready") return refuse(409, `${environment.name} is ${environment.status}`);
          beginDeployment(world, lane, environment, now(), minutes);
          return json(200, { environmentId, status: environment.status });
        }),
      );
    case "POST fate":
      return withBody(
        fateBody,
        request,
        '{"environmentId", "fate": "succeeds", "rolls-back" or "fails-degraded"}',
        ({ environmentId, fate }) =>
          withEnvironment(world, environmentId, (environment) => {
            environment.fate = fate;
            return json(200, { environmentId, fate });
          }),
      );
    case "POST health":
      return withBody(
        healthBody,
        request,
        '{"environmentId", "health": "Green", "Yellow", "Red" or "Grey"}',
        ({ environmentId, health }) =>
          withEnvironment(world, environmentId, (environment, lane) => {
            changeHealth(lane, environment, health, HEALTH_STATUS[health], now());
            return json(200, { environmentId, health });
          }),
      );
    case "POST member":
      return withBody(memberBody, request, '{"accountId", "state": AWS\'s or null}', ({ accountId, state }) =>
        world.organization === undefined
          ? refuse(404, "the accounts are in no organization")
          : json(200, { members: setMember(world.organization, accountId, state, now()).length }),
      );
    default:
      return refuse(404, `no ${request.method} ${request.path}`);
  }
};

/**
 * Answers `/_simulator/…`: unsigned, so only for programs of this machine. A page in a browser is turned away too: it says
 * where it comes from, or reaches us under a name of its own.
 */
export const control = (controls: Controls, request: WireRequest, fromLoopback: boolean): WireResponse => {
  const host = (request.headers["host"] ?? "").replace(/:\d+$/, "");
  if (
    !fromLoopback ||
    request.headers["origin"] !== undefined ||
    !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host)
  ) {
    return refuse(403, "only programs on this machine may use the control plane");
  }
  controls.advance(controls.world, controls.now());
  return respond(controls, request, `${request.method} ${request.path.slice(PREFIX.length)}`);
};
