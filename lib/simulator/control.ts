import { z } from "zod";

import { beginDeployment } from "./deployment.ts";
import type { WireRequest, WireResponse } from "./protocols/protocol.ts";
import type { World } from "./world.ts";

/** Moves the world: `advance` up to an instant, `step` through transitions that are due later. */
export type Motion = {
  advance: (world: World, now: Date) => void;
  step: (world: World, now: Date, count: number | "all") => number;
};

const PREFIX = "/_simulator/";
const DISABLE_IMDSV1 = "aws:autoscaling:launchconfiguration/DisableIMDSv1";

const stepBody = z.object({ transitions: z.union([z.int().positive(), z.literal("all")]) });
const deployBody = z.object({ environmentId: z.string(), minutes: z.number().positive() });
const fateBody = z.object({
  environmentId: z.string(),
  fate: z.enum(["succeeds", "rolls-back", "fails-degraded"]),
});

const json = (status: number, value: unknown): WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const refuse = (status: number, error: string): WireResponse => json(status, { error });

const readJson = <Body>(schema: z.ZodType<Body>, request: WireRequest): Body | undefined => {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(request.body).toString("utf8"))).data;
  } catch {
    return undefined;
  }
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
      instances: environment.instances.map(({ id, httpTokens, state }) => ({
        id,
        httpTokens,
        state,
      })),
    })),
  );

/** Whether a request is for the simulator itself rather than for an AWS service. */
export const isControl = (request: WireRequest): boolean => request.path.startsWith(PREFIX);

/**
 * Answers `/_simulator/…`: unsigned, so only for programs of this machine. A page in a browser is turned away too: it says
 * where it comes from, or reaches us under a name of its own.
 */
export const control = (
  world: World,
  { advance, step }: Motion,
  request: WireRequest,
  fromLoopback: boolean,
  now: Date,
): WireResponse => {
  const host = (request.headers["host"] ?? "").replace(/:\d+$/, "");
  if (
    !fromLoopback ||
    request.headers["origin"] !== undefined ||
    !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host)
  ) {
    return refuse(403, "only programs on this machine may use the control plane");
  }
  advance(world, now);
  switch (`${request.method} ${request.path.slice(PREFIX.length)}`) {
    case "GET journal":
      return json(200, { journal: world.journal });
    case "GET state":
      return json(200, {
        environments: environmentStates(world),
        pendingTransitions: world.queue.length,
      });
    case "POST step": {
      const body = readJson(stepBody, request);
      return body === undefined
        ? refuse(400, 'expected {"transitions": N or "all"}')
        : json(200, {
            completed: step(world, now, body.transitions),
            pendingTransitions: world.queue.length,
          });
    }
    case "POST deploy": {
      const body = readJson(deployBody, request);
      if (body === undefined) return refuse(400, 'expected {"environmentId", "minutes"}');
      const lane = world.lanes.find(({ environments }) => environments.some(({ id }) => id === body.environmentId));
      const environment = lane?.environments.find(({ id }) => id === body.environmentId);
      if (lane === undefined || environment === undefined) return refuse(404, `no environment ${body.environmentId}`);
      if (environment.status !== "Ready") return refuse(409, `${environment.name} is ${environment.status}`);
      beginDeployment(world, lane, environment, now, body.minutes);
      return json(200, { environmentId: environment.id, status: environment.status });
    }
    case "POST fate": {
      const body = readJson(fateBody, request);
      if (body === undefined)
        return refuse(400, 'expected {"environmentId", "fate": "succeeds", "rolls-back" or "fails-degraded"}');
      const environment = world.lanes
        .flatMap(({ environments }) => environments)
        .find(({ id }) => id === body.environmentId);
      if (environment === undefined) return refuse(404, `no environment ${body.environmentId}`);
      environment.fate = body.fate;
      return json(200, { environmentId: environment.id, fate: environment.fate });
    }
    default:
      return refuse(404, `no ${request.method} ${request.path}`);
  }
};
