import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAccount, makeConsoleUser } from "../support/factories.ts";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
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

const apiClient = (...words: string[]): Promise<Ran> =>
  program.run("api-client", words, { DATABASE_URL: database.url });

test("an API client is made with its secret shown once, listed and revoked", async () => {
  const db = createDatabase(database.url);
  await makeAccount(db, { name: "Acme Ltd", apiId: "acme" });
  await makeConsoleUser(db, { email: "mona@partner.example", fullAccess: true });
  const made = await apiClient("add", "Billing", "app", "--for", "mona@partner.example");
  expect(made).toMatchObject({ code: 0, err: "" });
  const [, clientId = "", secret = ""] =
    /^client_id: ([0-9a-f]{32})\nclient_secret: ([\w-]{43})\n/.exec(made.out) ?? [];
  expect(secret).not.toBe("");
  expect(await apiClient("add", "Shop", "--account", "acme", "--for", "mona@partner.example")).toMatchObject({
    code: 0,
  });
  const listed = (await apiClient("list")).out;
  expect(listed).toContain(`Billing app · client ID ${clientId} · reaches every Account`);
  expect(listed).toContain("reaches Acme Ltd (acme)");
  expect(listed).toMatch(/ · made [^·]* UTC by [^·]+ · never used\n/);
  expect(listed).not.toMatch(/[\u{FDD0}-\u{FDEF}]/u);
  expect(listed).not.toContain(secret);
  const next = await apiClient(
    "add-secret",
    "billing",
    "app",
    "--called",
    "Next",
    "--for",
    "mona@partner.example",
  );
  expect(next.out).toMatch(/^client_id: [0-9a-f]{32}\nclient_secret: [\w-]{43}\nIt is called Next/);
  expect((await apiClient("list")).out).toMatch(
    /Billing app [^\n]*\n {2}Secret 1 \([\w-]{6}…\) · made .* · never used · no end\n {2}Next \(/,
  );
  const ended = await apiClient("revoke-secret", "Billing app", `--secret=${secret.slice(0, 6)}`);
  expect(ended.out).toBe(
    `Secret 1 (${secret.slice(0, 6)}…) of Billing app is revoked, with every token that it gave.\n`,
  );
  expect((await apiClient("revoke", clientId)).out).toBe("Billing app is revoked, with every token of it.\n");
  const kept = JSON.stringify(
    [await db.apiClient.findMany(), await db.auditEvent.findMany()],
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(kept).not.toContain(secret);
  expect(kept).toContain("api-client-revoked");
  await db.$disconnect();
});

describe("wrong words", () => {
  test.each([
    [[], "Say what to do: add, list, revoke, add-secret or revoke-secret."],
    [["add"], "The name of the client is missing."],
    [["add", "x"], "Say for whom, by the e-mail of a Console User: --for is missing."],
    [["add", "x", "--for", "no@x.example"], "There is no Console User with the e-mail no@x.example."],
    [["revoke-secret", "Shop"], "Say which secret: --secret is missing."],
    [["revoke-secret", "Shop", "--secret", "none"], "No secret is called “none”. There is: Secret 1 ("],
    [
      ["add-secret", "Shop", "--until", "tomorrow", "--for", "mona@partner.example"],
      "Write it like 2026-12-31T18:00:00Z.",
    ],
    [["revoke", "x", "--account", "acme"], "revoke takes no --account."],
    [
      ["add", "x", "--account", "nowhere", "--for", "mona@partner.example"],
      "No Account has the API ID or name “nowhere”.",
    ],
  ])("%j are named in a sentence", async (words, sentence) => {
    const { code, out, err } = await apiClient(...words);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
  });
});

test.each(["--help", "-h"])("%s in the place of a tool says which tools there are", async (option) => {
  const { code, out, err } = await program.run(option);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^Usage: node dist\/cli\.js <tool> .*migrate, .*api-client/);
});
