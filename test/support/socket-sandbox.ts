import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { cloneDatabase } from "./test-database.ts";

/** A sandbox over Socket Mode with a database of its own, for tests that start the program itself. */
export async function startSocketSandbox(): Promise<{ sandbox: Sandbox; stop: () => Promise<void> }> {
  const database = await cloneDatabase();
  const sandbox = await startSandbox({ mode: "socket", databaseUrl: database.url });
  return {
    sandbox,
    stop: async () => {
      await sandbox.stop();
      await database.drop();
    },
  };
}
