import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAuditScope } from "../../../src/core/audit/audit-scope.ts";
import { auditWords } from "../../../src/core/audit/audit-words.ts";
import { exportAudit } from "../../../src/core/audit/export-audit.ts";
import { listAudit } from "../../../src/core/audit/list-audit.ts";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { Account, User } from "../../../src/core/generated/prisma/client.ts";
import { makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { readCsv } from "../../support/read-csv.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
let ctx: Context<ConsoleUserActor>;
let acme: Account;
let hanna: User;

beforeAll(async () => {
  t = await createTestApp();
  ctx = await acting({ audit: "view" }, "Ada", "ada@partner.example");
  acme = await makeAccount(t.db, { name: "Acme Ltd", apiId: "acme" });
  hanna = await makeUser(t.db, { username: "hanna", email: "hanna@acme.example" });
});
afterAll(() => t.close());

async function acting(permissions: ConsoleUserActor["permissions"], firstName: string, email: string) {
  return { ...t.app, actor: await makeActor(t, { permissions, firstName, email }) };
}

const granted = (db = t.db) =>
  recordAudit(db, ctx, {
    action: "administrator-granted",
    subject: { kind: "user", id: hanna.id, name: hanna.username },
    accountId: acme.id,
    before: { level: "Access" },
    after: { level: "Administrator" },
  });

describe("the audit is read", () => {
  test("newest first, page by page, each entry once, while others are written", async () => {
    for (let times = 0; times < 25; times += 1) await granted();
    const scope = await findAuditScope(t.app, { words: "ACME" });
    const seen: bigint[] = [];
    let before: bigint | undefined;
    do {
      const page = await listAudit(ctx, { scope, before, take: 10 });
      seen.push(...page.events.map(({ id }) => id));
      before = page.next;
      await granted();
    } while (before !== undefined);
    expect(seen).toHaveLength(25);
    expect(seen).toEqual(seen.toSorted((a, b) => (a > b ? -1 : 1)));
    const [first] = (await listAudit(ctx, { scope, take: 1 })).events;
    expect(first).toMatchObject({ account: "Acme Ltd (acme)", actorName: "Ada", surface: "slack" });
  });

  test("with a reason once: in the change, and where there is none yet, in what asked for it", async () => {
    const reads = async (scoped: string) => {
      const scope = await findAuditScope(t.app, { words: scoped });
      const { events } = await listAudit(ctx, { scope, take: 10 });
      return events.map((event) => auditWords(event, event.account));
    };
    const account = await makeAccount(t.db, { name: "Once Ltd", apiId: "once" });
    const entry = { accountId: account.id, requestId: randomUUID(), after: { because: "unpaid" } };
    const request = { kind: "request", id: entry.requestId, name: "suspend-account" };
    await recordAudit(t.db, ctx, { ...entry, action: "requested", subject: request });
    expect(await reads("once")).toEqual(["asked for suspend account on Once Ltd (once): unpaid"]);
    const subject = { kind: "account", id: account.id, name: "Once Ltd (once)" };
    await recordAudit(t.db, ctx, { ...entry, action: "account-suspended", subject });
    expect(await reads("once")).toEqual([
      "suspended the Account Once Ltd (once): unpaid",
      "asked for suspend account on Once Ltd (once)",
    ]);
    // Another reason, or another's, is said as well.
    const after = { because: "asked twice" };
    await recordAudit(t.db, ctx, { ...entry, after, action: "requested", subject: request });
    await recordAudit(t.db, ctx, {
      ...entry,
      requestId: randomUUID(),
      action: "requested",
      subject: request,
    });
    expect((await reads("once")).slice(0, 2)).toEqual([
      "asked for suspend account on Once Ltd (once): unpaid",
      "asked for suspend account on Once Ltd (once): asked twice",
    ]);
  });

  test("by nobody without audit: view, whose refusal is recorded", async () => {
    const nobody = await acting({ users: "manage", accounts: "manage" }, "Ned", "ned@partner.example");
    await expect(listAudit(nobody, { take: 10 })).rejects.toThrow(/audit: view/);
    await expect(exportAudit(nobody, undefined)).rejects.toThrow(/audit: view/);
    expect(t.chat.files).toHaveLength(0);
    const { events } = await listAudit(ctx, { take: 2 });
    expect(events).toMatchObject([
      { action: "refused", actorName: "Ned", after: { missing: "audit:view" } },
      { action: "refused", actorName: "Ned" },
    ]);
  });
});

describe("what it is read of", () => {
  const actions = async (words: string) => {
    const scope = await findAuditScope(t.app, { words });
    return {
      scope,
      actions: (await listAudit(ctx, { scope, take: 100 })).events.map(({ action }) => action),
    };
  };

  test.each(["hanna", "HANNA@acme.example"])(
    "a User, named “%s”, with the invitations to their address",
    async (words) => {
      const { invitation } = await makeInvitation(t, {
        accountId: acme.id,
        email: "hanna@acme.example",
        state: "revoked",
      });
      await recordAudit(t.db, ctx, {
        action: "invitation-revoked",
        subject: { kind: "invitation", id: invitation.id, name: invitation.email },
      });
      const found = await actions(words);
      expect(found.scope).toMatchObject({ kind: "user", id: hanna.id });
      expect(found.actions[0]).toBe("invitation-revoked");
      expect(found.actions).toContain("administrator-granted");
    },
  );

  test("an address that was invited and has no User", async () => {
    const { invitation } = await makeInvitation(t, { email: "pat@cedar.example" });
    const subject = { kind: "invitation", id: invitation.id, name: invitation.email };
    await recordAudit(t.db, by(t.app, systemActor), { action: "invitation-expired", subject });
    const found = await actions("Pat@cedar.example");
    expect(found).toEqual({
      scope: { kind: "address", id: "pat@cedar.example", label: "pat@cedar.example" },
      actions: ["invitation-expired"],
    });
  });

  test("a Console User: what they did, and what was done to them", async () => {
    const subject = { kind: "console-user", id: ctx.actor.id, name: "Ada" };
    await recordAudit(t.db, by(t.app, systemActor), { action: "console-permissions-changed", subject });
    for (const words of ["ada@partner.example", "Ada", `<@${ctx.actor.chatUserId}>`]) {
      const found = await actions(words);
      expect(found.scope.kind).toBe("console-user");
      expect(found.actions[0]).toBe("console-permissions-changed");
      expect(found.actions).toContain("administrator-granted");
    }
  });

  test("a User and an Account that were deleted, by the names they had", async () => {
    const [user, account] = [
      await makeUser(t.db, { username: "gone" }),
      await makeAccount(t.db, { name: "Gone Ltd", apiId: "gone-ltd" }),
    ];
    await recordAudit(t.db, ctx, {
      action: "user-deleted",
      subject: { kind: "user", id: user.id, name: "gone" },
    });
    const label = "Gone Ltd (gone-ltd)";
    await recordAudit(t.db, ctx, {
      action: "account-deleted",
      subject: { kind: "account", id: account.id, name: label },
      accountId: account.id,
    });
    await t.db.user.delete({ where: { id: user.id } });
    await t.db.account.delete({ where: { id: account.id } });
    expect((await actions("GONE")).scope).toEqual({ kind: "user", id: user.id, label: "gone, deleted" });
    for (const words of ["gone-ltd", "gone ltd", label])
      expect(await actions(words)).toMatchObject({ scope: { id: account.id }, actions: ["account-deleted"] });
  });

  test("what is nobody's name is said to be, and two of one name are told apart", async () => {
    await expect(findAuditScope(t.app, { words: "<!channel>" })).rejects.toMatchObject({ code: "not-found" });
    await makeAccount(t.db, { name: "Twice", apiId: "twice-1" });
    await makeAccount(t.db, { name: "Twice", apiId: "twice-2" });
    await makeUser(t.db, { username: "twice" });
    await expect(findAuditScope(t.app, { words: "twice" })).rejects.toThrow(
      /account Twice \(twice-1\)[\s\S]*twice-2/,
    );
    expect(await findAuditScope(t.app, { words: "twice", kind: "user" })).toMatchObject({ kind: "user" });
    expect(await findAuditScope(t.app, { words: "twice-2" })).toMatchObject({ kind: "account" });
  });
});

describe("the export", () => {
  test("goes to the caller alone, in whole, with harmless cells, and is recorded", async () => {
    const evil = await makeAccount(t.db, { name: '=HYPERLINK("http://evil.example","x")', apiId: "evil" });
    await recordAudit(t.db, ctx, {
      action: "account-suspended",
      subject: { kind: "account", id: evil.id, name: evil.name },
      accountId: evil.id,
      after: { because: 'a, "b"\nc' },
    });
    t.chat.files.length = 0;
    const scope = await findAuditScope(t.app, { words: "evil" });
    expect(await exportAudit(ctx, scope)).toEqual({ rows: 1, cut: false });
    expect(t.chat.files).toHaveLength(1);
    const [file] = t.chat.files;
    expect(file).toMatchObject({ chatUserId: ctx.actor.chatUserId, name: "audit-2026-03-02.csv" });
    const [columns, row] = readCsv(file?.content ?? "");
    const cell = (name: string) => row?.[columns?.indexOf(name) ?? -1];
    expect(cell("Subject")).toBe(`'${evil.name}`);
    expect(JSON.parse(cell("After") ?? "")).toEqual({ because: 'a, "b"\nc' });
    expect(cell("Actor")).toBe("Ada");
    const block = await t.db.auditBlock.findFirstOrThrow({ orderBy: { number: "desc" } });
    expect(cell("Block")).toBe(String(block.number));
    expect(cell("Hash of the block")).toBe(Buffer.from(block.hash).toString("hex"));
    const { events } = await listAudit(ctx, { take: 1 });
    expect(events).toMatchObject([
      { action: "audit-exported", accountId: evil.id, after: { rows: 1, cut: false } },
    ]);
  });

  test("holds more rows than are read at once", async () => {
    const row = {
      actorKind: "system",
      actorName: "x",
      surface: "job",
      action: "tested",
      subjectKind: "test",
    };
    await t.db.auditEvent.createMany({ data: Array.from({ length: 2100 }, () => row) });
    t.chat.files.length = 0;
    const total = await t.db.auditEvent.count();
    expect(await exportAudit(ctx, undefined)).toEqual({ rows: total, cut: false });
    const [, ...rows] = readCsv(t.chat.files[0]?.content ?? "");
    expect(new Set(rows.map(([id]) => id)).size).toBe(total);
  });
});
