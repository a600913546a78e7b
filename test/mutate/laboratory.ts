import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import {
  BaseSequencer,
  createVitest,
  type Reporter,
  type TestCase,
  type TestSpecification,
} from "vitest/node";

export interface Failure {
  /** Of the test that fails. */
  name: string;
  file?: string;
}

export interface Laboratory {
  /** What fails first with this in place of the file; undefined where all pass. */
  firstFailure(tests: string[], changed?: { file: string; source: string }): Promise<Failure | undefined>;
  /** Which of these files with something else in them do not compile, by their place in the list. */
  uncompilable(changed: { file: string; source: string }[]): Promise<Set<number>>;
  close(): Promise<void>;
}

const copied = [
  "src",
  "test",
  "prisma",
  "prisma.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
];

const tsc = path.resolve("node_modules", ".bin", "tsc");

/** A copy of the checkout, and one Vitest with one PostgreSQL for all that is tried on it: the checkout itself is never touched. */
export async function openLaboratory(): Promise<Laboratory> {
  const folder = await mkdtemp(path.join(tmpdir(), "mutate-"));
  for (const name of [...copied, "vitest.config.ts"])
    await cp(name, path.join(folder, name), { recursive: true });
  await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
  let failure: Failure | undefined;
  const reporter: Reporter = {
    onTestCaseResult(test: TestCase) {
      if (test.result().state !== "failed") return;
      const file = test.module.relativeModuleId;
      failure ??= { file, name: `${file} > ${test.fullName}` };
      // One is enough.
      void vitest.cancelCurrentRun("test-failure");
    },
  };
  const vitest = await createVitest("test", {
    root: folder,
    watch: false,
    reporters: [reporter],
    maxWorkers: 1,
    sequence: { sequencer: AsGiven },
    // What hangs is noticed, and on a busy machine a sound test takes its time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
  });
  const close = async () => {
    await vitest.close();
    await rm(folder, { recursive: true, force: true });
  };
  // An interrupted run leaves nothing behind; its server ends with it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return {
    close,
    async firstFailure(tests, changed) {
      const at = changed && path.join(folder, changed.file);
      const original = at && (await readFile(at, "utf8"));
      if (at) await put(at, changed.source);
      failure = undefined;
      try {
        if (await startsProcesses(tests)) build(folder);
        const specifications = tests.flatMap((file) => {
          const at = path.join(folder, file);
          const projects = vitest.projects.filter((project) => project.matchesTestGlob(at));
          return projects.map((project) => project.createSpecification(at));
        });
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
        if (unhandledErrors.length > 0) failure ??= { name: `unhandled: ${String(unhandledErrors[0])}` };
        // Those of earlier runs are told again.
        const broken = testModules.find(
          (one) => tests.includes(one.relativeModuleId) && one.state() === "failed",
        );
        if (broken) {
          const file = broken.relativeModuleId;
          failure ??= { file, name: `${file}: ${broken.errors()[0]?.message ?? "failed"}` };
        }
        return failure;
      } finally {
        if (at && original !== undefined) await put(at, original);
      }
    },
    async uncompilable(changed) {
      const beside = changed.map(({ file }, index) => file.replace(/(?=\.tsx?$)/u, `.mutant${index}`));
      const at = beside.map((file) => path.join(folder, file));
      await Promise.all(at.map((file, index) => writeFile(file, changed[index]?.source ?? "")));
      // That something is not used any more is nothing that anybody would be told as a fault.
      const loose = ["--noUnusedLocals", "false", "--noUnusedParameters", "false", "--incremental", "false"];
      const { stdout } = spawnSync(tsc, ["-p", "tsconfig.json", ...loose], { cwd: folder, encoding: "utf8" });
      await Promise.all(at.map((file) => rm(file)));
      return new Set(beside.flatMap((file, index) => (stdout.includes(`${file}(`) ? [index] : [])));
    },
  };

  async function put(at: string, source: string): Promise<void> {
    await writeFile(at, source);
    vitest.invalidateFile(at);
  }
}

/** Whether one of these test files runs the program as it is built. */
async function startsProcesses(tests: string[]): Promise<boolean> {
  const texts = await Promise.all(tests.map((file) => readFile(file, "utf8")));
  return texts.some((text) => text.includes('/spawn-part.ts"'));
}

/** What is tried is in it as well; its types are the compiler's concern, which is asked before. */
function build(folder: string): void {
  const args = ["-p", "tsconfig.build.json", "--noCheck"];
  const { status, stdout } = spawnSync(tsc, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`The copy cannot be built: ${stdout}`);
}

/** The tests that are most likely to notice come first; Vitest would begin with the longest. */
class AsGiven extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}
