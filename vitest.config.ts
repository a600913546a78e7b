import { defineConfig } from "vitest/config";
import { sortTests } from "./test/support/test-projects.ts";

const shared = {
  pool: "forks",
  // The program keeps nothing in its modules, so the files of one worker share them: loaded once, not 150 times.
  isolate: false,
  // Only so that nothing hangs for ever: every wait inside a test ends sooner and says what it waited for.
  testTimeout: 180_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
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
