// Browser: finds a Chromium on this machine, or installs one where that is possible. Run by itself it prints the path.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PATHS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

const PACKAGES = "chromium fonts-noto-color-emoji";

const ADVICE = `No Chromium was found. Name one with CHROMIUM_PATH, or install it with one command:
  macOS:   brew install --cask google-chrome
  Debian:  sudo apt-get update && sudo apt-get install -y ${PACKAGES}
  Docker:  docker run --rm -v "$PWD":/party -w /party node:22-bookworm .ci/run   (everything in a container)`;

/** The path of a Chromium: `CHROMIUM_PATH`, else one that is installed, else one that apt installs (as root). Throws with advice. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env["CHROMIUM_PATH"]) {
    if (runs(env["CHROMIUM_PATH"])) return env["CHROMIUM_PATH"];
    throw new Error("CHROMIUM_PATH does not name a program that can be run.");
  }
  const found = installed(env) ?? (install() ? installed(env) : undefined);
  if (!found) throw new Error(ADVICE);
  return found;
}

function installed(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PATHS].find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs with apt; the lock lets one of several test workers do it while the others wait. False where that cannot work. */
function install(): boolean {
  if (process.getuid?.() !== 0 || !runs("/usr/bin/apt-get") || !runs("/usr/bin/flock")) return false;
  const command = `command -v chromium || (apt-get update -q && apt-get install -qy --no-install-recommends ${PACKAGES})`;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = spawnSync("flock", ["/tmp/party-with-me-apt.lock", "sh", "-c", command], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return apt.status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.stdout.write(`${chromiumPath()}\n`);
