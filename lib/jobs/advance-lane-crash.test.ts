import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitTransitions, laneTargets } from "#lib/db/rollout-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { apply } from "#lib/rollouts/apply.ts";
import type { Environment } from "#lib/simulator/world.ts";
import { advanceLane } from "./advance-lane.ts";
import { simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";

describe("a worker that died after it committed its intent", () => {
  onEachDatabase((sql) => {
    let lane: SimulatedLane;
    beforeEach(async () => {
      lane = await simulateLane(sql());
    });
    afterEach(() => lane.aws.close());

    /** Commits the intent and does not make the call: what a crash between the two leaves behind. */
    async function intend(environment: Environment): Promise<string> {
      const id = await lane.begin([environment]);
      const [held] = await laneTargets(lane.deps.sql, lane.deps.access);
      if (held === undefined) throw new Error("A target is held");
      const transition = {
        kind: "started",
        attempt: 1,
        intent: { at: new Date().toISOString(), dateUpdated: environment.updatedAt.toISOString() },
      } as const;
      await commitTransitions(
        lane.deps.sql,
        [
          {
            targetId: held.target.id,
            rolloutId: id,
            expectedVersion: held.version,
            transitions: [transition],
            next: apply(held.target.state, transition),
          },
        ],
        new Date(),
      );
      return id;
    }

    it("finds that its call had arrived, and does not repeat it", async () => {
      const [environment] = lane.changeable(1);
      if (environment === undefined) throw new Error("one was asked for");
      const id = await intend(environment);
      await lane.updateElsewhere(environment, "aws:autoscaling:launchconfiguration", "DisableIMDSv1", "true");
      const targets = await lane.finish(id);
      expect(targets.get(environment.name)?.state).toMatchObject({ status: "succeeded", attempt: 1 });
      expect(lane.sent()).toHaveLength(1);
    });

    it("finds that its call had not arrived, and makes it as a second attempt", async () => {
      const [environment] = lane.changeable(1);
      if (environment === undefined) throw new Error("one was asked for");
      const id = await intend(environment);
      expect(await advanceLane(lane.deps)).toEqual({ kind: "waiting" });
      expect(lane.sent()).toEqual([]);
      const targets = await lane.finish(id, () => new Date(Date.now() + 61_000));
      expect(targets.get(environment.name)?.state).toMatchObject({ status: "succeeded", attempt: 2 });
      expect(lane.sent()).toHaveLength(1);
    });
  });
});
