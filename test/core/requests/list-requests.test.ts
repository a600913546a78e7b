import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { Prisma, RequestStatus } from "../../../src/core/generated/prisma/client.ts";
import { failedRows } from "../../../src/core/home/home-rows.ts";
import { listRequests, type RequestFilter } from "../../../src/core/requests/list-requests.ts";
import { requestState } from "../../../src/core/kernel/requests/request-state.ts";
import { makeAccount, makeActor, makeUser } from "../../support/factories.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
const people = {} as Record<"ed" | "mia" | "ann" | "rob" | "fay", Context<ConsoleUserActor>>;

beforeAll(async () => {
  t = await createTestApp();
  const make = async (firstName: string, given: Parameters<typeof makeActor>[1]) => ({
    ...t.app,
    actor: await makeActor(t, { firstName, ...given }),
  });
  people.ed = await make("Ed", { permissions: { users: "edit" } });
  people.mia = await make("Mia", { permissions: { users: "manage" } });
  people.ann = await make("Ann", { permissions: { audit: "view" } });
  people.rob = await make("Rob", { permissions: { accounts: "view" } });
  people.fay = await make("Fay", { fullAccess: true, permissions: {} });
  await ask("draft", "ed@x.example");
  await ask("queued", "queued@x.example");
  await ask("failed", "failed@x.example", { trouble: "The mail server refused it." });
  await ask("done", "done@x.example", { requesterId: people.mia.actor.id });
  await ask("failed", "accounts@x.example", { needs: "accounts:edit", requesterId: people.fay.actor.id });
  await ask("awaitingApproval", "approval@x.example", { requesterId: people.mia.actor.id });
});
afterAll(() => t.close());

async function ask(
  status: RequestStatus,
  email: string,
  given: Partial<Prisma.RequestUncheckedCreateInput> = {},
): Promise<void> {
  const requesterId = people.ed.actor.id;
  const createdAt = t.clock.now();
  const data = {
    kind: "invite-user",
    input: { email },
    needs: "users:edit",
    status,
    requesterId,
    createdAt,
    ...given,
  };
  await t.db.request.create({ data });
}

const titles = async (who: keyof typeof people, filter: RequestFilter = "all") => {
  const { requests } = await listRequests(people[who], { filter, take: 50 });
  return requests.map(({ title }) => title.replace("Invite user: ", "").replace("@x.example", ""));
};

describe("the list of requests", () => {
  test("shows one's own, and of others what one could ask for oneself; a draft to nobody else", async () => {
    expect(await titles("ed")).toEqual(["approval", "done", "failed", "queued", "ed"]);
    expect(await titles("mia")).toEqual(["approval", "done", "failed", "queued"]);
    expect(await titles("rob")).toEqual([]);
  });

  test("shows all of them with Full Access, and with audit: view, but for others' drafts", async () => {
    const all = ["approval", "accounts", "done", "failed", "queued"];
    expect([await titles("fay"), await titles("ann")]).toEqual([all, all]);
  });

  test("keeps to what is mine, waits or failed", async () => {
    expect(await titles("ed", "mine")).toEqual(["failed", "queued", "ed"]);
    expect(await titles("ed", "waiting")).toEqual(["approval", "queued", "ed"]);
    expect(await titles("ed", "failed")).toEqual(["failed"]);
    expect(await titles("ann", "mine")).toEqual([]);
  });

  test("says of each that failed whether the caller may decide", async () => {
    const decidable = async (who: keyof typeof people) =>
      (await listRequests(people[who], { filter: "failed", take: 50 })).requests.map((one) => one.decidable);
    expect(await Promise.all((["ed", "mia", "ann", "fay"] as const).map(decidable))).toEqual([
      [true],
      [true],
      [false, false],
      [true, true],
    ]);
  });

  test("is read page by page, each request once, also when others come in between", async () => {
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listRequests(people.fay, { filter: "all", before, take: 2 });
      seen.push(...page.requests.map(({ title }) => title));
      before = page.next;
      if (seen.length === 2) await ask("queued", "between@x.example");
    } while (before);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(5);
  });

  test("keeps the Account that was deleted since, where only the User is left", async () => {
    const account = await makeAccount(t.db, { name: "Left Ltd", apiId: "left" });
    const user = await makeUser(t.db, { username: "lea" });
    const what = "the removal of lea from Left Ltd (left)";
    const input = { userId: user.id, accountId: account.id };
    await ask("done", "", { kind: "remove-user", input, accountId: account.id, what });
    await t.db.account.delete({ where: { id: account.id } });
    expect((await titles("ed"))[0]).toBe("The removal of lea from Left Ltd (left)");
  });

  test("names whom a request is about, and forgets who was deleted", async () => {
    const account = await makeAccount(t.db, { name: "Acme Ltd", apiId: "acme" });
    const user = await makeUser(t.db, { username: "ada", email: "ada@acme.example" });
    const input = { userId: user.id, accountId: account.id };
    await ask("queued", "", { kind: "grant-administrator", input, accountId: account.id });
    expect((await titles("ed"))[0]).toBe("Grant administrator: ada (ada@acme.example) · Acme Ltd (acme)");
    await t.db.user.delete({ where: { id: user.id } });
    expect((await titles("ed"))[0]).toBe("Grant administrator · Acme Ltd (acme)");
  });

  test("names a subject that was deleted since, by what was said of it when it was asked for", async () => {
    const account = await makeAccount(t.db, { name: "Gone Ltd", apiId: "gone" });
    const user = await makeUser(t.db, { username: "eve", email: "eve@gone.example" });
    const input = { userId: user.id, accountId: account.id };
    const what = "Administrator of Gone Ltd (gone) for eve, for 4 hours";
    await ask("done", "", { kind: "grant-admin", input, accountId: account.id, what });
    expect((await titles("ed"))[0]).toBe("Grant admin: eve (eve@gone.example) · Gone Ltd (gone)");
    await t.db.user.delete({ where: { id: user.id } });
    await t.db.account.delete({ where: { id: account.id } });
    expect((await titles("ed"))[0]).toBe("Administrator of Gone Ltd (gone) for eve, for 4 hours");
  });
});

test("every state has words", () => {
  const at = new Date("2026-03-02T09:00:00Z");
  const request = {
    attempts: 0,
    notBefore: null,
    trouble: "Why.",
    expiresAt: at,
    finishedAt: at,
    appliedAt: null,
  };
  const words = (status: RequestStatus, given = {}) =>
    readWords(requestState({ ...request, status, ...given })).replaceAll(at.toISOString(), "T");
  expect(words("draft")).toBe("waits for its requester to confirm it");
  expect(words("awaitingApproval")).toBe("waits for approval, until T");
  expect(words("awaitingValues")).toBe("waits for values from a page, until T");
  expect(words("queued")).toBe("queued");
  expect(words("queued", { attempts: 2, notBefore: at })).toBe("delayed, next try T: Why.");
  expect(words("done")).toBe("done, T");
  expect(words("failed")).toBe("failed, T: Why.");
  expect(words("cancelled")).toBe("cancelled, T: Why.");
  expect(words("denied")).toBe("denied, T");
  expect(words("expired")).toBe("expired: nobody decided in time, T");
});

test("the desk in App Home has what failed for those who may decide, with its buttons, and for nobody else", async () => {
  const desk = async (who: keyof typeof people) =>
    (await failedRows(people[who])).map(({ words }) => readWords(words));
  expect(await desk("ed")).toEqual([
    expect.stringMatching(/^Invite user: failed@x\.example · failed.*: The mail server refused it\./),
  ]);
  expect([(await desk("mia")).length, (await desk("fay")).length]).toEqual([1, 2]);
  expect([await desk("ann"), await desk("rob")]).toEqual([[], []]);
  const [row] = await failedRows(people.ed);
  expect(row?.buttons?.map(({ label }) => label)).toEqual(["Retry", "Cancel", "Details"]);
});
