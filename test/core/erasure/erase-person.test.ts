import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../../../src/core/adapters/postgres-pool.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { removeConsoleUserRequest } from "../../../src/core/console-users/remove-console-user.ts";
import type { Operator, OperatorContext } from "../../../src/core/context.ts";
import { personalColumns, type Table } from "../../../src/core/erasure/columns.ts";
import { erasePerson, planErasure } from "../../../src/core/erasure/erase-person.ts";
import { erasureWords } from "../../../src/core/erasure/erasure-words.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { recoverLater } from "../../support/recover-all.ts";
import { changeUserRequest } from "../../../src/core/users/change-user.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { makeActor, makeUser } from "../../support/factories.ts";
import { accept, invite, inviteScene, place, tokenIn } from "../../support/invite-scene.ts";
import { ask, manager } from "../users/user-scene.ts";

const root: Operator = { kind: "operator", name: "root", surface: "command-line" };
const scene = inviteScene();
let sql: Client;
beforeAll(async () => {
  sql = new Client({ connectionString: scene.t.databaseUrl });
  await sql.connect();
});
afterAll(() => sql.end());

const ctx = (): OperatorContext => ({ db: scene.t.db, clock: () => scene.t.clock.now(), actor: root });
const named = (words: string) => ({ words, also: [], not: [] });
const erase = (words: string) => erasePerson(ctx(), named(words), "asked for by letter");
const planned = async (words: string) => erasureWords(await planErasure(scene.t.db, named(words)));

/** Where any of these words stands in any column of any table, whatever its type. */
async function found(...words: string[]): Promise<string[]> {
  const { rows: tables } = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const places: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql.query<{ said: string }>(
      `SELECT to_jsonb(t)::text AS said FROM "${name}" t WHERE to_jsonb(t)::text ILIKE ANY($1)`,
      [words.map((word) => `%${word}%`)],
    );
    places.push(...rows.map(({ said }) => `${name}: ${said}`));
  }
  return places;
}

/** Ann Bell: invited, a user with names, Administrator for a reason, suspended, and deleted. Returns her User's id. */
async function lifeOf(name: string): Promise<string> {
  const { t } = scene;
  await invite(scene, `${name}@acme.example`);
  await t.runJobs();
  const mail = t.mailer.sent.findLast(({ to }) => to === `${name}@acme.example`);
  await accept(scene, tokenIn(mail?.text), `${name}.bell`);
  const user = await t.db.user.findUniqueOrThrow({ where: { usernameKey: `${name}.bell` } });
  const by = await manager(scene);
  await ask(scene, changeUserRequest, { userId: user.id, firstName: "Anneke", lastName: `Bell-${name}` }, by);
  const because = `Anneke Bell-${name} (${name}.bell, ${name}@acme.example) asked for it`;
  const at = { userId: user.id, accountId: scene.accountId };
  await submitRequest(by, grantAdministratorRequest, at, { ...place(), reason: because });
  await t.runJobs();
  await ask(scene, suspendMembershipRequest, { ...at, because }, by);
  return user.id;
}
const wordsOf = (name: string) => [`${name}@acme.example`, `${name}.bell`, `Bell-${name}`, "Anneke"];
const deleteUser = async (userId: string) => ask(scene, deleteUserRequest, { userId }, await manager(scene));

test("a User is erased from everything that was done, and the audit's chain is whole", async () => {
  const userId = await lifeOf("ann");
  await expect(planErasure(scene.t.db, named("ann.bell"))).rejects.toThrow(
    "The User ann.bell is still there. Delete them first: ",
  );
  await deleteUser(userId);
  const before = await found(...wordsOf("ann"));
  expect(before.length).toBeGreaterThan(15);

  const plan = await planned("ann@acme.example");
  expect(plan).toContain("User ID: ann.bell\nName: Anneke Bell-ann\n");
  expect(plan).toMatch(/To be erased:\n {2}audit: \d+ entries\n/u);
  expect(plan).toMatch(/Request: \d+ rows \(.*input.*what.*\)/u);
  expect(await found(...wordsOf("ann"))).toEqual(before);

  expect(await erase("ann@acme.example")).toBe(true);
  expect(await found(...wordsOf("ann"))).toEqual([]);
  const { broken, erased } = await verifyAudit(scene.t.db);
  expect(broken).toBeUndefined();
  expect(erased.count).toBeGreaterThan(8);

  const entries = await scene.t.db.auditEvent.count();
  expect(await erase("ann@acme.example")).toBe(true);
  expect(await scene.t.db.auditEvent.count()).toBe(entries);
  expect(await planned("ann@acme.example")).toContain("Nothing in the database names them.");
});

test("killed between any two of its writes, the chain is whole, and the same words erase the rest", async () => {
  const userId = await lifeOf("ken");
  await deleteUser(userId);
  const id = scene.ctx.actor.id;
  await sql.query(`CREATE SEQUENCE writes;
    CREATE FUNCTION killed() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('writes') = current_setting('erasing.dies', true)::BIGINT THEN RAISE EXCEPTION 'killed'; END IF; RETURN NULL;
    END $$`);
  const hit = ["Request", "Invitation", "AuditEvent"];
  for (const table of hit)
    await sql.query(
      `CREATE TRIGGER killed AFTER INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION killed()`,
    );
  let kills = 0;
  for (let write = 2; ; write += 2) {
    const name = new URL(scene.t.databaseUrl).pathname.slice(1);
    await sql.query(`ALTER SEQUENCE writes RESTART; ALTER DATABASE "${name}" SET erasing.dies = ${write}`);
    const db = createDatabase(scene.t.databaseUrl, 2);
    const done = await erasePerson({ ...ctx(), db }, named("ken@acme.example"), "asked for").catch(String);
    await db.$disconnect();
    expect((await verifyAudit(scene.t.db)).broken).toBeUndefined();
    if (done === true) break;
    expect(done).toContain("killed");
    kills += 1;
  }
  for (const table of hit) await sql.query(`DROP TRIGGER killed ON "${table}"`);
  expect(kills).toBeGreaterThan(2);
  expect(await found(...wordsOf("ken"))).toEqual([]);
  expect(await scene.t.db.consoleUser.count({ where: { id } })).toBe(1);
});

test("what is left can still be drawn, and says that somebody was erased", async () => {
  const userId = await lifeOf("dee");
  await deleteUser(userId);
  await erase("dee.bell");
  const cards = await scene.t.db.chatMessage.findMany({ where: { key: "card" } });
  expect(cards.length).toBeGreaterThan(3);
  await scene.t.db.chatMessage.updateMany({
    data: { generation: { increment: 1 }, dueAt: null, leasedUntil: null },
  });
  await recoverLater(scene.t);
  await scene.t.runJobs();
  expect(
    await scene.t.db.$queryRaw`SELECT * FROM "ChatMessage" WHERE "observedGeneration" < "generation"`,
  ).toEqual([]);
  expect(await scene.t.db.chatMessage.count({ where: { givenUpAt: { not: null } } })).toBe(0);
  const said = JSON.stringify(scene.t.chat.messages);
  expect(said).toContain("(erased)");
});

test("others who are told by similar words keep theirs", async () => {
  const userId = await lifeOf("bo");
  await deleteUser(userId);
  const other = await lifeOf("bob");
  await makeUser(scene.t.db, { username: "bo.bell-smith", email: "jim.bo@acme.example" });
  const before = await found(
    "bob@acme.example",
    "bob.bell",
    "Bell-bob",
    "bo.bell-smith",
    "jim.bo@acme.example",
  );
  await erase("bo@acme.example");
  expect(
    await found("bob@acme.example", "bob.bell", "Bell-bob", "bo.bell-smith", "jim.bo@acme.example"),
  ).toEqual(before);
  await deleteUser(other);
});

test("a Console User is erased once removed, and the row that Requests lead to stays", async () => {
  const { t } = scene;
  const given = { firstName: "Olga", email: "olga@partner.example", chatUserId: "U0LGA" };
  const actor = await makeActor(t, { ...given, permissions: { users: "manage" } });
  await t.db.consoleUser.update({ where: { id: actor.id }, data: { lastName: "Petrova" } });
  await invite(scene, "guest@acme.example", { actor: { ...actor, name: "Olga Petrova" } });
  await t.runJobs();
  await expect(planErasure(t.db, named("olga@partner.example"))).rejects.toThrow("is still a Console User");
  const boss = await makeActor(t, { fullAccess: true, chatUserId: "UBOSS" });
  await ask(scene, removeConsoleUserRequest, { consoleUserId: actor.id }, { ...t.app, actor: boss });
  expect(await erase("olga@partner.example")).toBe(true);
  expect(await found("olga@partner.example", "Petrova", "Olga", "U0LGA")).toEqual([]);
  expect(await t.db.consoleUser.findUnique({ where: { id: actor.id } })).toMatchObject({
    email: "(erased)",
    removedAt: expect.any(Date) as Date,
  });
  expect((await verifyAudit(t.db)).broken).toBeUndefined();
});

describe("nothing is erased", () => {
  test("while an invitation is open, and that is said", async () => {
    await invite(scene, "open@acme.example");
    await scene.t.runJobs();
    expect(await planned("open@acme.example")).toContain("an open invitation: ");
    await expect(erase("open@acme.example")).rejects.toThrow("still open");
  });

  test("before a worker has read in the audit what is to be done in Cyclr's cloud", async () => {
    const user = await makeUser(scene.t.db, { username: "unread", email: "unread@acme.example" });
    await deleteUser(user.id);
    await scene.t.db.cloudSteps.create({ data: { toldBlock: 0n } });
    const connected = { ...named("unread"), connected: true };
    const { inTheWay } = await planErasure(scene.t.db, connected);
    expect(inTheWay.join()).toContain("which a worker has not read yet");
    await scene.t.db.cloudSteps.updateMany({ data: { toldBlock: 1_000_000n } });
    await verifyAudit(scene.t.db);
    expect((await planErasure(scene.t.db, connected)).inTheWay).toEqual([]);
  });

  test("where the reason names the person", async () => {
    await expect(erasePerson(ctx(), named("who@acme.example"), "who@acme.example asked")).rejects.toThrow(
      "The reason names the person",
    );
  });

  test("of a user ID that several have had, before it is said which", async () => {
    for (const _ of [1, 2]) {
      const user = await makeUser(scene.t.db, { username: "reused", email: `${randomUUID()}@acme.example` });
      await deleteUser(user.id);
    }
    await expect(planErasure(scene.t.db, named("reused"))).rejects.toThrow(
      "Several Users were known as reused. Name the one you mean by its id:\n- ",
    );
  });
});

test("no table is forgotten: a row of each, with the person in each of its columns, is left without them", async () => {
  const words = "Said of gus@acme.example, gus.gruber and Gustav Gruber.";
  const { records } = await personalColumns(scene.t.db);
  await fillAll(records, words);
  expect((await found("gus@acme.example")).map((place) => place.split(":")[0])).toEqual(
    expect.arrayContaining(records.map(({ name }) => name)),
  );
  const also = ["gus.gruber", "Gustav Gruber"];
  expect(await erasePerson(ctx(), { words: "gus@acme.example", also, not: [] }, "asked for")).toBe(true);
  expect(await found("gus@acme.example", ...also)).toEqual([]);
});

/** A row in each of these tables whose columns all say something, and which is at its end. */
async function fillAll(tables: Table[], words: string): Promise<void> {
  const own: Record<string, Record<string, unknown>> = {
    Request: { status: "done" },
    SecretLink: { purpose: "email", accountId: null, deploymentId: null, requestId: null, tokenSealed: null },
    Session: { consoleUserId: null },
  };
  await sql.query("BEGIN");
  await sql.query("SET LOCAL session_replication_role = replica");
  for (const { name: table, columns: theirs } of tables) {
    const isTheirs = (column: string) => theirs.some(({ name }) => name === column);
    const { rows: columns } = await sql.query<{ name: string; type: string; label: string | null }>(
      `SELECT attname AS name, atttypid::regtype::text AS type,
         (SELECT min(enumlabel) FROM pg_enum WHERE enumtypid = atttypid) AS label
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [`"${table}"`],
    );
    const values = columns.map(
      ({ name, type, label }) => [name, label ?? valueOf(type, isTheirs(name) ? words : "x")] as const,
    );
    await sql.query(`INSERT INTO "${table}" SELECT (jsonb_populate_record(NULL::"${table}", $1)).*`, [
      JSON.stringify({ ...Object.fromEntries(values), ...own[table] }),
    ]);
  }
  await sql.query("COMMIT");
}

function valueOf(type: string, words: string): unknown {
  if (words === "x" && type === "jsonb") return {};
  if (words === "x" && type === "text[]") return [];
  if (type === "jsonb") return { words, list: ["gus@acme.example"], nested: { email: "gus@acme.example" } };
  if (type === "text") return words;
  if (type === "text[]") return [words, "gus@acme.example"];
  if (type === "uuid") return randomUUID();
  if (type === "uuid[]") return [randomUUID()];
  if (type === "boolean") return true;
  if (type === "bytea") return String.raw`\x00`;
  return type.startsWith("timestamp") ? "2026-01-01T00:00:00Z" : 7;
}
