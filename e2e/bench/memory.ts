import { readFile, readdir } from "node:fs/promises";

const KIB = 1_024;
const MB = 1_000_000;

/** Takes what /proc says of a process and gives the number of its group, and of its resident memory in MB. */
async function processOf(pid: string): Promise<{ group: number; residentMb: number } | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/status`, "utf8"),
    ]);
    // The name, in brackets, may hold anything; the state, the parent and the group follow it.
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
    return { group, residentMb: (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * KIB) / MB };
  } catch {
    // It ended between two looks.
    return undefined;
  }
}

/** Takes a process group and gives the resident memory of all its processes, in MB. Linux only. */
export async function residentMb(group: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map(processOf));
  return all.reduce((sum, found) => sum + (found?.group === group ? found.residentMb : 0), 0);
}
