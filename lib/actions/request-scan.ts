"use server";

import { z } from "zod";
import { failingLanes, listLanes } from "#lib/db/lane-queries.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { startJobs } from "#lib/jobs/runtime.ts";
import { requestScan as requestScanJobs } from "#lib/jobs/scan-schedule.ts";
import { action, Refusal } from "./action.ts";
import { demandKnownLanes } from "./lane-access.ts";
import { KeySchema } from "./schemas.ts";

const LaneSchema = KeySchema.pick({ region: true, accountId: true });

/** Asks for a scan of some lanes, of those that cannot be read however many they are, or of all; it reads AWS and changes nothing there. */
export const requestScan = action({
  name: "request-scan",
  role: "viewer",
  reach: "look",
  schema: z.strictObject({ lanes: z.union([z.enum(["all", "failing"]), z.array(LaneSchema).min(1).max(500)]) }),
  run: async ({ sql }, { lanes: asked }) => {
    await demandKnownLanes();
    const { boss } = await startJobs();
    const lanes = asked === "failing" ? await failingLanes(sql) : asked;
    if (lanes !== "all") {
      const known = new Set((await listLanes(sql)).map(laneName));
      const unknown = lanes.find((lane) => !known.has(laneName(lane)));
      if (unknown !== undefined) throw new Refusal("unknown-lane", laneName(unknown));
    }
    return { queued: await requestScanJobs(boss, sql, lanes) };
  },
});
