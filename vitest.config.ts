import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { sortTests } from "./test/support/test-projects.ts";

const shared = {
  pool: "forks",
  // The program keeps nothing in its modules, so the files of one worker share them: loaded once, not 150 times.
  isolate: false,
  // Only so that nothing hangs for ever: every wait inside a test ends sooner and says what it waited for.
  testTimeout: 180_000,
  hookTimeout: 120_000,
} as const;

/** What waits most of its time comes first, so that to the very end there is something to compute beside it. */
const order = ["chaos", "walks", "browser", "db", "unit"];

const rank = ({ project }: TestSpecification): number => order.indexOf(project.name);

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    // Twice the processors of the machine this is made for: a chaos test or a walk waits for most of its time.
    maxWorkers: 4,
    sequence: { sequencer: WaitingFirst },
    // What a test leaves unhandled fails the run.
    dangerouslyIgnoreUnhandledErrors: false,
    // One alone: npx vitest run --project unit.
    projects: Object.entries(sortTests(import.meta.dirname)).map(([name, include]) => ({
      test: {
        ...shared,
        name,
        include,
        ...(name !== "unit" && { globalSetup: "test/support/global-setup.ts" }),
      },
    })),
  },
});
