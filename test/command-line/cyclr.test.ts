import { afterAll, beforeAll, expect, test } from "vitest";
import { type CloudScene, startCloudScene } from "../support/cloud-scene.ts";
import { makeAccount } from "../support/factories.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { type BuiltProgram, buildProgram, type Ran } from "./built-program.ts";

let program: BuiltProgram;
let database: TestDatabase;
let scene: CloudScene;
beforeAll(async () => {
  [program, database, scene] = await Promise.all([buildProgram(), cloneDatabase(), startCloudScene()]);
  await makeAccount(scene.there.db, { name: "Acme Ltd", apiId: "acme" });
});
afterAll(async () => {
  await Promise.all([program.remove(), scene.stop()]);
  await database.drop();
});

const cyclr = (words: string[], env: Record<string, string> = {}): Promise<Ran> =>
  program.run("cyclr", words, {
    DATABASE_URL: database.url,
    CYCLR_API_URL: scene.settings.apiUrl,
    CYCLR_CLIENT_ID: scene.settings.clientId,
    CYCLR_CLIENT_SECRET: scene.settings.clientSecret,
    CYCLR_CALLS_PER_SECOND: "1000",
    ...env,
  });

test("check says call by call what works, and ends well", async () => {
  const { code, out, err } = await cyclr(["check"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(
    `At ${scene.settings.apiUrl}:\n  works  GET /accounts: 1 Account on the first of 1 page\n`,
  );
  expect(out.match(/^ {2}works {2}GET /gm)).toHaveLength(5);
  expect(out).toContain("Not tried, since it would change something: POST /accounts;");
});

test("check ends with an error where something fails, without the secret", async () => {
  const { code, out, err } = await cyclr(["check"], { CYCLR_CLIENT_SECRET: "not-the-right-one" });
  expect(code).toBe(1);
  expect(out).toContain(
    "FAILS  GET /accounts: Cyclr's cloud does not accept CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET.",
  );
  expect(err).toBe("Not all of it works.\n");
  expect(out + err).not.toContain("not-the-right-one");
});

test("what is missing is named before anything is opened", async () => {
  const { code, err } = await cyclr(["check"], { CYCLR_CLIENT_SECRET: "" });
  expect(code).toBe(1);
  expect(err).toContain("CYCLR_CLIENT_SECRET is missing");
});
