import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import { type CloudScene, startCloudScene } from "../support/cloud-scene.ts";
import { join } from "../support/account-scene.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
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

test("import takes over what is there, and a second one finds nothing new", async () => {
  const [acme, north] = await Promise.all([
    scene.there.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } }),
    makeAccount(scene.there.db, { name: "North & Söhne", apiId: "north" }),
  ]);
  await scene.there.db.account.update({ where: { id: north.id }, data: { parentId: acme.id } });
  for (const username of ["hanna", "jo"])
    await join(scene.there.db, (await makeUser(scene.there.db, { username })).id, acme.id);
  const { code, out, err } = await cyclr(["import"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("Accounts: 2 new, 0 were here under the same API ID, 2 in the list.\n");
  expect(out).toContain("Sub-accounts: 1 put under their parent.\n");
  expect(out).toContain("Users: 2 new, 0 were here under the same user ID.\n");
  expect(out).toContain("Memberships: 2 new, each with the level Access.\n");
  const again = await cyclr(["import"]);
  expect(again.out).toContain("Accounts: 0 new,");
  expect(again.out).toContain("Memberships: 0 new,");
});

test("effects lists what is not done there, and retry begins anew what was given up", async () => {
  expect((await cyclr(["effects"])).out).toBe("Everything that was to be done in Cyclr is done.\n");
  const db = createDatabase(database.url);
  const row = {
    kind: "delete-account",
    accountId: "019a0000-0000-7000-8000-000000000000",
    about: { kind: "delete-account", cloudId: "x" },
    createdAt: new Date(),
  };
  await db.cloudEffect.create({
    data: { ...row, cloudId: "x", failedAt: new Date(), trouble: "It said no." },
  });
  await db.$disconnect();
  expect((await cyclr(["effects"])).out).toBe("the deletion of x: given up: It said no.\n");
  expect((await cyclr(["retry"])).out).toBe("1 begin anew; a worker takes them within seconds.\n");
  expect((await cyclr(["effects"])).out).toBe("the deletion of x: waits: It said no.\n");
});

test("what is missing is named before anything is opened", async () => {
  const { code, err } = await cyclr(["check"], { CYCLR_CLIENT_SECRET: "" });
  expect(code).toBe(1);
  expect(err).toContain("CYCLR_CLIENT_SECRET is missing");
});
