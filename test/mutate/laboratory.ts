import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createVitest, type Reporter, type TestCase } from "vitest/node";

export interface Laboratory {
  /** The name of the test that fails first with this in place of the file; undefined where all pass. */
  firstFailure(tests: string[], changed?: { file: string; source: string }): Promise<string | undefined>;
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
  let failure: string | undefined;
  const reporter: Reporter = {
    onTestCaseResult(test: TestCase) {
      if (test.result().state !== "failed") return;
      failure ??= `${test.module.relativeModuleId} > ${test.fullName}`;
      // One is enough.
      void vitest.cancelCurrentRun("test-failure");
    },
  };
  const vitest = await createVitest("test", {
    root: folder,
    watch: false,
    reporters: [reporter],
    maxWorkers: 1,
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
        const broken = testModules.find((one) => one.state() === "failed");
        if (unhandledErrors.length > 0) failure ??= `unhandled: ${String(unhandledErrors[0])}`;
        return (
          failure ?? (broken && `${broken.relativeModuleId}: ${broken.errors()[0]?.message ?? "failed"}`)
        );
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

/** So that an interrupted run leaves no server behind. */
export function closeOnSignal(laboratory: Laboratory): void {
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => void laboratory.close().finally(() => process.exit(130)));
}
