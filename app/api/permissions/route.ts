import { missingPermissions } from "#lib/db/permission-queries.ts";
import { answer } from "../environments/answer.ts";

/** GET: the permissions that AWS last said are missing. */
export function GET(): Promise<Response> {
  return answer(missingPermissions);
}
