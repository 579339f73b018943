import { NotFound } from "#app/api/environments/answer.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Takes any text and tells whether it can be an id of ours: PostgreSQL answers a malformed uuid with an error. */
export function isRolloutId(text: string): boolean {
  return UUID.test(text);
}

/**
 * Takes a rollout's id and how something of it is read and gives that.
 * @throws NotFound where there is no such rollout.
 */
export async function ofRollout<Read>(id: string, read: (id: string) => Promise<Read | null>): Promise<Read> {
  const found = isRolloutId(id) ? await read(id) : null;
  if (found === null) throw new NotFound("unknown-rollout", id);
  return found;
}
