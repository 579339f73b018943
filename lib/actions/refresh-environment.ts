"use server";

import { z } from "zod";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { refreshEnvironmentNow } from "#lib/jobs/refresh-environment.ts";
import { laneAccess } from "#lib/jobs/runtime.ts";
import { action, Refusal } from "./action.ts";
import { demandKnownLanes } from "./lane-access.ts";
import { KeySchema } from "./schemas.ts";

/** Reads one environment anew from AWS. */
export const refreshEnvironment = action({
  name: "refresh-environment",
  role: "viewer",
  reach: "look",
  schema: z.strictObject({ key: KeySchema }),
  run: async ({ sql }, { key }) => {
    await demandKnownLanes();
    const access = await laneAccess(key);
    if (access === undefined) throw new Refusal("unknown-lane", laneName(key));
    if ((await findEnvironments(sql, [key])).length === 0) throw new Refusal("unknown-environment", key.environmentId);
    return { listed: await refreshEnvironmentNow(sql, access, key, () => new Date()) };
  },
});
