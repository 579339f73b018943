import { lanesKnown } from "#lib/jobs/runtime.ts";
import { Refusal } from "./action.ts";

/**
 * Waits for a while until it is known which lanes are to be read, as a server does not know at its start.
 * @throws Refusal where that takes longer.
 */
export async function demandKnownLanes(): Promise<void> {
  if (!(await lanesKnown())) throw new Refusal("lanes-not-known-yet");
}
