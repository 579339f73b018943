/** Takes two instants in ms and a zone and gives the instants between at which a day begins there. */
export function midnightsBetween(from: number, to: number, timeZone: string): number[] {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const quarter = 900_000;
  const midnights: number[] = [];
  let day = format.format(from);
  // Every zone's days begin on a quarter of an hour.
  for (let at = Math.ceil(from / quarter) * quarter; at < to; at += quarter) {
    const next = format.format(at);
    if (next !== day) midnights.push(at);
    day = next;
  }
  return midnights;
}
