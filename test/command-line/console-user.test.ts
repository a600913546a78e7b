import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { type BuiltProgram, buildProgram, type Ran } from "./built-program.ts";

let program: BuiltProgram;
let database: TestDatabase;

beforeAll(async () => {
  [program, database] = await Promise.all([buildProgram(), cloneDatabase()]);
});

afterAll(async () => {
  await program.remove();
  await database.drop();
});

const consoleUser = (...words: string[]): Promise<Ran> =>
  program.run("console-user", words, { DATABASE_URL: database.url });

test("the first Console User is made, found again, raised and listed", async () => {
  expect((await consoleUser("list")).out).toBe("There is no Console User yet.\n");
  const first = await consoleUser(
    "add",
    "ada@partner.example",
    "--first-name",
    "Ada",
    "--permissions",
    "none",
    "--partner",
    "Northwind",
  );
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toBe(
    "The Partner is called Northwind.\n" +
      "Ada <ada@partner.example> is a Console User now. Access: no permissions, so Dashboard and Reports only.\n",
  );
  const raised = await consoleUser("add", "ADA@partner.example", "--full-access", "--partner", "Contoso");
  expect(raised.code).toBe(0);
  expect(raised.out).toContain("The Partner is called Northwind already and keeps that name.");
  expect(raised.out).toContain("was a Console User already and has been changed. Access: Full Access.");
  const again = await consoleUser("add", "ada@partner.example", "--full-access");
  expect(again.code).toBe(0);
  expect(again.out).toBe(
    "Ada <ada@partner.example> is a Console User already; nothing has changed. Access: Full Access.\n",
  );
  await consoleUser("add", "bob@partner.example", "--permissions", "users:edit,accounts:view");
  expect((await consoleUser("list")).out).toBe(
    "Ada <ada@partner.example> · Full Access · not linked to Slack yet\n" +
      "bob@partner.example · accounts: view, users: edit · not linked to Slack yet\n",
  );
});

test("the password of the operator's pages is read from what is piped in, and said nowhere", async () => {
  const env = { DATABASE_URL: database.url };
  const give = (email: string, password: string) =>
    program.run("console-user", ["password", email], env, `${password}\n`);
  await consoleUser("add", "pat@partner.example", "--full-access");
  const given = await give("PAT@partner.example", "seven quiet herons");
  expect(given).toMatchObject({ code: 0, err: "" });
  expect(given.out).toBe("pat@partner.example signs in to the operator's pages with it from now on.\n");
  const short = await give("pat@partner.example", "short");
  expect([short.code, short.out]).toEqual([1, ""]);
  expect(short.err).toContain("10 characters");
  expect((await give("nobody@partner.example", "seven quiet herons")).err).toContain("is no Console User");
});

describe("for a team that locked itself out", () => {
  const env = (slack: SlackSandbox) => ({
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
  });

  test("remove takes a Console User out and is audited; the last one with Full Access stays", async () => {
    await consoleUser("add", "rita@partner.example", "--full-access");
    await consoleUser("add", "rob@partner.example", "--full-access");
    const removed = await consoleUser("remove", "ROB@partner.example");
    expect(removed).toMatchObject({ code: 0, err: "" });
    expect(removed.out).toContain("rob@partner.example is no longer a Console User.");
    expect((await consoleUser("list")).out).not.toContain("rob@");
    const db = createDatabase(database.url);
    await db.consoleUser.updateMany({
      where: { email: { not: "rita@partner.example" } },
      data: { fullAccess: false },
    });
    const [event] = await db.auditEvent.findMany({ where: { action: "console-user-removed" } });
    expect(event).toMatchObject({ actorKind: "operator", subjectName: "rob@partner.example" });
    await db.$disconnect();
    const last = await consoleUser("remove", "rita@partner.example");
    expect([last.code, last.out]).toEqual([1, ""]);
    expect(last.err).toMatch(/last Console User with Full Access.*Add another one with --full-access first/);
    expect((await consoleUser("remove", "rob@partner.example")).err).toContain("is no Console User");
  });

  test("link gives a Console User the Slack identity that the operator names, and no guest's", async () => {
    const slack = await startSlack({ delivery: { mode: "http" } });
    const member = slack.addUser({
      name: "lea",
      realName: "Lea Moss",
      email: "x@y.example",
      emailConfirmed: false,
    });
    const guest = slack.addUser({ name: "gus", email: "gus@agency.example", isRestricted: true });
    const link = (email: string, id: string) => program.run("console-user", ["link", email, id], env(slack));
    await consoleUser("add", "lea@partner.example", "--permissions", "users:edit");
    await consoleUser("add", "leo@partner.example", "--permissions", "users:edit");
    const linked = await link("lea@partner.example", member.id);
    expect(linked).toMatchObject({ code: 0, err: "" });
    expect(linked.out).toBe(`lea@partner.example is linked to Lea Moss (${member.id}) in Slack.\n`);
    expect((await consoleUser("list")).out).toContain(`linked to ${member.id}`);
    const tries = [
      [await link("leo@partner.example", member.id), `${member.id} is linked to lea@partner.example`],
      [await link("leo@partner.example", guest.id), "is a guest in Slack"],
      [await link("leo@partner.example", "U0NOBODY"), "Slack knows no user U0NOBODY."],
      [await link("leo@partner.example", "leo"), "“leo” is not the id of a Slack user"],
      [await consoleUser("link", "leo@partner.example", member.id), "SLACK_BOT_TOKEN is missing"],
    ] as const;
    for (const [{ code, err }, words] of tries) {
      expect(code).toBe(1);
      expect(err).toContain(words);
      expect(err).not.toContain("    at ");
    }
    await slack.close();
  });
});

test("the address of the database may stand in .env, and the environment overrules it", async () => {
  await program.writeEnvFile(`DATABASE_URL=${database.url}\n`);
  expect(await program.run("console-user", ["list"])).toMatchObject({ code: 0, err: "" });
  const overruled = await program.run("console-user", ["list"], {
    DATABASE_URL: "postgresql://127.0.0.1:1/none",
  });
  expect(overruled.code).toBe(1);
  expect(overruled.err).toContain("PostgreSQL at 127.0.0.1:1/none did not answer");
  await program.writeEnvFile("");
});

describe("wrong words", () => {
  const usage = "npm run console-user -- add <email> --full-access";

  test.each([
    [[], "Say what to do: add, remove, link, list or password."],
    [["ad", "ada@partner.example"], "“ad” is not one of add, remove, link, list or password."],
    [["add"], "the e-mail address is missing"],
    [["add", "ada@partner.example", "fullaccess"], "Unexpected word “fullaccess”."],
    [["add", "ada@partner.example", "--ful-access"], "Unknown option '--ful-access'."],
    [["add", "ada@partner.example", "--permissions"], "--permissions"],
    [["add", "ada@partner.example", "--full-access=yes"], "--full-access"],
    [["add", "ada@partner.example"], "--full-access, or --permissions"],
    [["add", "ada@partner.example", "--first-name", "Ada"], "or --permissions none."],
    [["remove"], "Say whom to remove"],
    [["remove", "ada@partner.example", "bob@partner.example"], "Unexpected word “bob@partner.example”."],
    [["remove", "ada@partner.example", "--full-access"], "remove takes no --full-access."],
    [["link"], "Say whom to link"],
    [["link", "ada@partner.example"], "Say which Slack user it is: their id is missing."],
    [["list", "everybody"], "Unexpected word “everybody”."],
    [["list", "--full-access"], "list takes no --full-access."],
    [["password"], "the e-mail address is missing"],
    [["password", "ada@partner.example", "--partner", "x"], "password takes no --partner."],
  ])("%j are named, and the usage follows", async (words, sentence) => {
    const { code, out, err } = await consoleUser(...words);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(sentence);
    expect(err).toContain(usage);
    expect(err).not.toContain("    at ");
  });

  test.each([
    [["add", "nobody", "--full-access"], "This is not an e-mail address."],
    [["add", "x@partner.example", "--permissions", "users:owner"], "“users:owner” is not a permission."],
  ])("%j are named in a sentence, and nobody is added", async (words, sentence) => {
    const { code, err } = await consoleUser(...words);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
    expect((await consoleUser("list")).out).not.toContain(words[1]);
  });
});

test("--help prints the usage and needs no database", async () => {
  const { code, out } = await program.run("console-user", ["--help"]);
  expect(code).toBe(0);
  expect(out).toContain("npm run console-user -- list");
});

test("a database without the tables is told to be migrated first", async () => {
  const { code, err } = await program.run("console-user", ["list"], { DATABASE_URL: inject("postgresUrl") });
  expect(code).toBe(1);
  expect(err).toMatch(/^The database is not up to date: it lacks \d{14}_init.*Run npm run migrate first\.$/m);
});

test("a missing DATABASE_URL is named", async () => {
  const { code, err } = await program.run("console-user", ["list"]);
  expect(code).toBe(1);
  expect(err).toContain("DATABASE_URL is missing");
});
