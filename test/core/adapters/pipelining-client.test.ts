import { afterEach, beforeEach, expect, test } from "vitest";
import { PipeliningClient } from "../../../src/core/adapters/postgres-pool.ts";
import { cloneDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;
let client: PipeliningClient;
beforeEach(async () => {
  database = await cloneDatabase();
  client = new PipeliningClient({ connectionString: database.url });
  client.on("error", () => undefined);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

test("does not wait for its BEGIN, and what follows is a transaction all the same", async () => {
  const order: string[] = [];
  const begun = client.query({ text: "BEGIN" }).then(() => order.push("begun"));
  const first = client.query({ text: "CREATE TABLE one ()" }).then(() => order.push("made"));
  await begun;
  expect(order).toEqual(["begun"]);
  await first;
  await client.query({ text: "ROLLBACK" });
  const { rows } = await client.query({ text: "SELECT to_regclass('one') AS one" });
  expect(rows).toEqual([{ one: null }]);
});

test("lets nothing more through where its BEGIN failed", async () => {
  await client.query({ text: "BEGIN", values: ["too much"] });
  await expect(client.query({ text: "SELECT pg_sleep(1)" })).rejects.toThrow();
  await expect(client.query({ text: "SELECT 1" })).rejects.toThrow();
});
