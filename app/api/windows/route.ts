import { answer } from "#app/api/environments/answer.ts";
import { readWindows } from "./read-windows.ts";

/** GET: the change windows with what they do in the coming week. */
export function GET(): Promise<Response> {
  return answer((sql) => readWindows(sql, new Date()));
}
