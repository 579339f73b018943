import { answer } from "#app/api/environments/answer.ts";
import { readExceptions } from "./read-exceptions.ts";

/** GET: the accepted risks that are in force, and the newest of those that no longer are. */
export function GET(): Promise<Response> {
  return answer((sql) => readExceptions(sql, new Date()));
}
