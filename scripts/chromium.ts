import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { ROOT } from "./processes.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** How every Chromium of ours is started: nothing of it reaches for the network. */
export const CHROMIUM_FLAGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
}

function attempt(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    return true;
  } catch {
    // The next way is tried; the command's own words are on the terminal.
    return false;
  }
}

/**
 * Gives the path of a Chromium: one that is there, else Playwright's download, else Debian's package.
 * @throws Error that says what to install where none can be had.
 */
export function findChromium(): string {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") return named;
  const there = onPath() ?? (existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined);
  if (there !== undefined) return there;
  console.log("No Chromium found; trying Playwright's own.");
  if (
    attempt(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]) &&
    existsSync(chromium.executablePath())
  ) {
    return chromium.executablePath();
  }
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("That cannot be had here; trying Debian's package.");
    // The fonts draw Japanese; without them screenshots show boxes.
    if (attempt("apt-get", ["update"]) && attempt("apt-get", ["install", "-y", "chromium", "fonts-noto-cjk"])) {
      const installed = onPath();
      if (installed !== undefined) return installed;
    }
  }
  throw new Error(
    "The browser tests need a Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
}
