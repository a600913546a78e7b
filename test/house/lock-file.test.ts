import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

test("package.json pins every version exactly", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
});

test("the lock file names versions and checksums, and no place to fetch them from", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const { "": _project, ...locked } = packages;
  expect(Object.keys(locked).filter((name) => locked[name]?.resolved)).toEqual([]);
  expect(Object.keys(locked).filter((name) => !locked[name]?.integrity)).toEqual([]);
});

test("no file of the project names the host of a package registry", () => {
  const host = /registry\.[a-z-]+\.[a-z]|pkg\.github\.com/;
  const naming = filesOf(root).filter((file) => host.test(readFileSync(file, "latin1")));
  expect(naming.map((file) => path.relative(root, file))).toEqual([]);
});

// What git ignores is no part of the project; a checkout without git holds to the same list.
const ignored = [...read(".gitignore").split("\n").filter(Boolean), ".git"].map((line) =>
  line.replace(/\/$/, ""),
);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (ignored.includes(entry.name) || ignored.includes(path.relative(root, file))) return [];
    if (entry.isDirectory()) return filesOf(file);
    return entry.isFile() ? [file] : [];
  });
}
