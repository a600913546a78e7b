import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    // The program keeps nothing in its modules, so the files of one worker share them: loaded once, not 150 times.
    isolate: false,
    // Only so that nothing hangs for ever: every wait inside a test ends sooner and says what it waited for.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // What a test leaves unhandled fails the run.
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
