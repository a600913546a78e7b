import { Client } from "pg";
import { expect, inject, test } from "vitest";
import { openDatabase } from "../../../src/core/open-database.ts";
import { readDatabaseConfig } from "../../../src/core/config.ts";
import { cloneDatabase } from "../../support/test-database.ts";

const open = (url: string) => openDatabase(readDatabaseConfig({ DATABASE_URL: url }));

test("a migrated database opens", async () => {
  const database = await cloneDatabase();
  const db = await open(database.url);
  expect(await db.account.count()).toBe(0);
  await db.$disconnect();
  await database.drop();
});

test("a database that lacks a migration, or undid one, is refused with what to do", async () => {
  const database = await cloneDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("UPDATE _prisma_migrations SET rolled_back_at = now()");
  await client.end();
  await expect(open(database.url)).rejects.toThrow(/it lacks \d{14}_init.* Run npm run migrate first\.$/);
  await expect(open(inject("postgresUrl"))).rejects.toThrow("Run npm run migrate first.");
  await database.drop();
});

test("a database that does not answer is refused at once", async () => {
  await expect(open("postgresql://127.0.0.1:1/none")).rejects.toThrow("did not answer within 0 seconds");
});
