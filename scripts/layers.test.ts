import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { LAYERS, OUR_FILES, OURS, PACKAGE_OWNERS } from "./layers.ts";

const Report = z.object({
  diagnostics: z.array(
    z.object({ filename: z.string(), code: z.string().default(""), message: z.string(), help: z.string().optional() }),
  ),
});
type Finding = z.infer<typeof Report>["diagnostics"][number];
type Plant = { path: string; specifier: string; violates: boolean };

const root = join(import.meta.dirname, "..");

/** One file for every import a layer may and may not have. */
function plants(): Plant[] {
  const planted: Plant[] = [];
  for (const layer of LAYERS) {
    const plant = (specifier: string, violates: boolean) =>
      planted.push({ path: `${layer.folder}/planted-${planted.length}.ts`, specifier, violates });
    for (const folder of OURS) {
      const own = folder === layer.folder || layer.mayImport.includes(folder);
      plant(`#${folder}/anything.ts`, !own);
    }
    for (const file of OUR_FILES) plant(`#${file}`, !(layer.files ?? []).includes(file));
    for (const file of layer.files ?? []) plant(`#${file}`, false);
    for (const owner of PACKAGE_OWNERS) {
      const specifier = (owner.packages[0] ?? "").replace("*", "anything");
      plant(specifier, !owner.folders.includes(layer.folder));
    }
    for (const name of layer.withoutPackages ?? []) plant(name.replace("*", "anything"), true);
    plant("../../lib/db/schema-fleet.ts", true);
  }
  return planted;
}

describe("the linter sees the layers", () => {
  const planted = plants();
  let folder = "";
  let findings: Finding[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "layers-"));
    await cp(join(root, "oxlint.config.ts"), join(folder, "oxlint.config.ts"));
    await cp(join(root, "package.json"), join(folder, "package.json"));
    await mkdir(join(folder, "scripts"));
    await cp(join(root, "scripts/layers.ts"), join(folder, "scripts/layers.ts"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await Promise.all(
      planted.map(async ({ path, specifier }) => {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), `import { thing } from "${specifier}";\nexport const used = thing;\n`);
      }),
    );
    // Findings make it exit with 1; its output is what counts.
    const run = await promisify(execFile)("oxlint", ["-f", "json", "app", "components", "lib"], {
      cwd: folder,
      maxBuffer: 1 << 26,
    }).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
    findings = Report.parse(JSON.parse(run.stdout)).diagnostics.filter(({ code }) =>
      code.includes("no-restricted-imports"),
    );
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("finds every planted violation, and says why", () => {
    const missed = planted.filter(
      ({ path, violates }) => violates && !findings.some((finding) => finding.filename.endsWith(path)),
    );
    expect(missed).toEqual([]);
    const reasons = [...LAYERS.map((layer) => layer.why), ...PACKAGE_OWNERS.map((owner) => owner.why)];
    const mute = findings.filter(
      (finding) => !reasons.some((why) => `${finding.message} ${finding.help ?? ""}`.includes(why)),
    );
    expect(mute).toEqual([]);
  });

  it("leaves the allowed imports alone", () => {
    const wrong = planted.filter(
      ({ path, violates }) => !violates && findings.some((finding) => finding.filename.endsWith(path)),
    );
    expect(wrong).toEqual([]);
  });
});
