import { test } from "vitest";
import { startDemo } from "../../src/sandbox/demo/start-demo.ts";
import { playStory } from "../../src/sandbox/demo/story.ts";
import { cloneDatabase } from "../support/test-database.ts";
test("story", async () => {
  const db = await cloneDatabase();
  const demo = await startDemo({ mode: "http", databaseUrl: db.url }, { LOG_LEVEL: "fatal", RETRY_FIRST_SECONDS: "1" });
  try { await playStory(demo, (l) => process.stdout.write(`${l}\n`)); } finally { await demo.stop(); await db.drop(); }
}, 120_000);
