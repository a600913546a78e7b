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
];

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
  return {
    async firstFailure(tests, changed) {
      const at = changed && path.join(folder, changed.file);
      const original = at && (await readFile(at, "utf8"));
      if (at) await put(at, changed.source);
      failure = undefined;
      try {
        const specifications = tests.flatMap((file) =>
          vitest.projects.map((project) => project.createSpecification(path.join(folder, file))),
        );
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
        if (unhandledErrors.length > 0) failure ??= { name: `unhandled: ${String(unhandledErrors[0])}` };
        const broken = testModules.find((one) => one.state() === "failed");
        if (broken) {
          const file = broken.relativeModuleId;
          failure ??= { file, name: `${file}: ${broken.errors()[0]?.message ?? "failed"}` };
        }
        return failure;
      } finally {
        if (at && original !== undefined) await put(at, original);
      }
    },
    async close() {
      await vitest.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function put(at: string, source: string): Promise<void> {
    await writeFile(at, source);
    vitest.invalidateFile(at);
  }
}

/** The tests that are most likely to notice come first; Vitest would begin with the longest. */
class AsGiven extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

/** So that an interrupted run leaves no server behind. */
export function closeOnSignal(laboratory: Laboratory): void {
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => void laboratory.close().finally(() => process.exit(130)));
}
