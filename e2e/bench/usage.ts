import { readFile, readdir } from "node:fs/promises";

const KIB = 1_024;
const MB = 1_000_000;

/** Ticks of the kernel's clock in a second, as /proc counts them on Linux. */
const TICKS = 100;

/** What the processes of a group use together. */
export type Usage = { residentMb: number; cpuSeconds: number };

/** Takes what /proc says of a process and gives the number of its group, its resident memory and its processor time. */
async function processOf(pid: string): Promise<({ group: number } & Usage) | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/status`, "utf8"),
    ]);
    // The name, in brackets, may hold anything; the state, the parent and the group follow it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      group: Number(fields[2]),
      residentMb: (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * KIB) / MB,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    };
  } catch {
    // It ended between two looks.
    return undefined;
  }
}

/** Takes a process group and gives what all its processes use, memory now and processor time since they began. Linux only. */
export async function usageOf(group: number): Promise<Usage> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(processOf))).filter((found) => found?.group === group);
  const sum = (key: keyof Usage) => all.reduce((total, found) => total + (found?.[key] ?? 0), 0);
  return { residentMb: sum("residentMb"), cpuSeconds: sum("cpuSeconds") };
}
