import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, expect, test } from "vitest";

const checkout = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "build-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const { scripts } = JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function run(): { built: boolean; code: number | null } {
  const { status, stdout } = spawnSync(process.execPath, [path.join(checkout, "build-if-stale.mjs")], {
    cwd: folder,
    encoding: "utf8",
  });
  return { built: /^BUILD$/mu.test(stdout), code: status };
}

function buildsWith(code: string): void {
  const build = `node -e "console.log('BUILD'); ${code}"`;
  writeFileSync(at("package.json"), JSON.stringify({ scripts: { build } }));
  utimesSync(at("package.json"), 1, 1);
}

const good = "fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/.built', '')";

test("demo, tests and measurements build what has changed, and nothing that is built", () => {
  for (const before of ["predemo", "pretest", "prechaos", "prebench", "premutate"])
    expect(scripts[before]).toMatch(/^node build-if-stale\.mjs( && |$)/u);
  expect(scripts["build"]).toMatch(/&& node -e "fs\.writeFileSync\('dist\/\.built', ''\)"$/u);
  mkdirSync(at("src/core/generated"), { recursive: true });
  writeFileSync(at("src/main.ts"), "");
  buildsWith(good);
  expect(run()).toEqual({ built: true, code: 0 });
  expect(run()).toEqual({ built: false, code: 0 });
  writeFileSync(at("src/core/generated/client.ts"), "");
  expect(run()).toEqual({ built: false, code: 0 });
  const later = Date.now() / 1000 + 3600;
  writeFileSync(at("src/more.ts"), "");
  utimesSync(at("src/more.ts"), later, later);
  expect(run().built).toBe(true);
  utimesSync(at("src/more.ts"), 1, 1);
  rmSync(at("src/more.ts"));
  utimesSync(at("src"), later, later);
  expect(run().built).toBe(true);
});

test("a build that failed counts as none", () => {
  rmSync(at("dist"), { recursive: true, force: true });
  buildsWith("process.exit(3)");
  expect(run()).toEqual({ built: true, code: 3 });
  expect(run()).toEqual({ built: true, code: 3 });
});
