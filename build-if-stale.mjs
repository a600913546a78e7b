// Builds the program, unless nothing that it is built from has changed since the last build that succeeded.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const settings = ["tsconfig.json", "tsconfig.build.json", "tsconfig.client.json"];
const inputs = ["src", "prisma/schema.prisma", "prisma.config.ts", ...settings];
const lists = ["package.json", "package-lock.json"];
const stamp = "dist/.built";

/** The time of the last change below this path; a folder's own is that of a file that came or went. */
function changedAt(name) {
  if (!existsSync(name) || name === path.join("src", "core", "generated")) return 0;
  const found = statSync(name);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(name).map((inside) => changedAt(path.join(name, inside))));
}

const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
const isFresh = builtAt > 0 && [...inputs, ...lists].every((name) => changedAt(name) <= builtAt);
if (!isFresh) {
  const built = spawnSync("npm", ["run", "build"], { stdio: "inherit", shell: process.platform === "win32" });
  process.exitCode = built.status ?? 1;
}
