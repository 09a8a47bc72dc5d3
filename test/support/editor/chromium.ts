/**
 * A Chromium for the tests in a real editor: the one that is installed, or Debian's, installed here where that is possible. Nothing is
 * downloaded from anywhere else, so a machine without either has none, and is told so in one line.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Available } from "../available";

/** Names on the PATH, best first; then where the installers of other systems put theirs. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Without a sandbox, since tests often run as root; and quiet, since a browser's own traffic would disturb them. */
export const CHROMIUM_FLAGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @param say receives a line before anything that takes long */
export function provideChromium(say: (line: string) => void): Available<string> {
  const found = findChromium();
  if (found !== undefined) return { ok: true, value: found };
  if (!existsSync("/usr/bin/apt-get")) return { ok: false, reason: "no Chromium or Chrome was found" };
  if (process.getuid?.() !== 0) {
    return { ok: false, reason: "no Chromium was found, and only root can install it (apt-get install chromium)" };
  }
  say("Installing Chromium …");
  const install = ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"];
  // The package lists of a fresh machine are empty or old; elsewhere the first try saves the time of a refresh.
  if (!aptGet(...install) && aptGet("update")) aptGet(...install);
  const now = findChromium();
  return now === undefined ? { ok: false, reason: "apt-get could not install chromium" } : { ok: true, value: now };
}

function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES].find((path) => existsSync(path));
}

function aptGet(...args: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["-qq", ...args], { stdio: "ignore", env: environment }).status === 0;
}
