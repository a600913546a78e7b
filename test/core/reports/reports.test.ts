import type { Invitation } from "../../../src/core/generated/prisma/client.ts";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { exportedAtMost, exportReport, type Report } from "../../../src/core/reports/export-report.ts";
import { findReport, reports } from "../../../src/core/reports/reports.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { changeLink, makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { readCsv } from "../../support/read-csv.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { daysBefore, idAt } from "./made-at.ts";

let t: TestApp;
let ctx: Context<ConsoleUserActor>;
const audit = auditOfTest(() => t.db);
const ago = (days: number) => daysBefore(t.clock.now(), days);

beforeAll(async () => {
  t = await createTestApp();
  ctx = { ...t.app, actor: await makeActor(t, { permissions: {}, firstName: "Nora", chatUserId: "U0NORA" }) };
  const parent = await makeAccount(t.db, { name: 'Big, "quoted"', apiId: "big", suspendedAt: ago(1) });
  const child = await makeAccount(t.db, { name: "=cmd()", apiId: "child", parentId: parent.id });
  for (let count = 0; count < 3; count += 1) {
    const user = await makeUser(t.db);
    // Two grants at once are one Administrator.
    const grants = count === 0 ? [{ startsAt: ago(2) }, { startsAt: ago(1) }] : [];
    await t.db.membership.create({
      data: { userId: user.id, accountId: parent.id, grants: { create: grants } },
    });
  }
  const invited = async (
    email: string,
    days: number,
    { expiresAt = ago(days - 7), ...changes }: { expiresAt?: Date } & Partial<Invitation> = {},
  ) => {
    const { invitation } = await makeInvitation(t, { accountId: child.id, email });
    await changeLink(t.db, { id: invitation.id }, { expiresAt });
    const data = { id: idAt(ago(days)), createdAt: ago(days), ...changes };
    await t.db.invitation.update({ where: { id: invitation.id }, data });
  };
  await invited("fresh@x.example", 2);
  await invited("waiting@x.example", 4);
  await invited("expired@x.example", 20, { expiredAt: ago(13) });
  await invited("unswept@x.example", 9);
  await invited("old@x.example", 60, { expiredAt: ago(53) });
  await invited("accepted@x.example", 5, { acceptedAt: ago(4) });
  await invited("revoked@x.example", 5, { revokedAt: ago(4) });
  await invited("resent@x.example", 40, { expiresAt: ago(-2) });
  for (const status of ["Active", "Active", "Paused"] as const)
    await t.db.cycle.create({ data: { accountId: parent.id, name: "Sync", status } });
  const shop = await t.db.marketplace.create({ data: { name: "*Shop*", nameKey: "*shop*" } });
  const buyer = await makeUser(t.db, { username: "buyer" });
  for (const [days, userId] of [
    [2, null],
    [3, buyer.id],
    [31, null],
  ] as const)
    await t.db.deployment.create({
      data: {
        id: idAt(ago(days)),
        createdAt: ago(days),
        marketplaceId: shop.id,
        accountId: child.id,
        userId,
      },
    });
  for (const [kind, status, days] of [
    ["invite-user", "done", 1],
    ["invite-user", "failed", 2],
    ["invite-user", "draft", 3],
    ["grant-admin", "done", 3],
    ["grant-admin", "done", 31],
  ] as const)
    await t.db.request.create({
      data: { kind, status, input: {}, requesterId: ctx.actor.id, id: idAt(ago(days)) },
    });
});
afterAll(() => t.close());

async function readAll(report: Report, take: number): Promise<string[]> {
  const words: string[] = [];
  let next: string | undefined;
  do {
    const page = await report.page(ctx, next, take);
    words.push(...page.rows.map((row) => resolveHints(row.words)));
    next = page.next;
  } while (next !== undefined);
  return words;
}

describe("a report, for somebody without any permission,", () => {
  test("of users counts each Account's own, by name", async () => {
    expect(await readAll(findReport("users"), 1)).toEqual([
      "=cmd() (child) · 0 users, 0 Administrators",
      'Big, "quoted" (big) · 3 users, 1 Administrator · 2 active cycles · suspended',
    ]);
  });

  test("of invitations has those that are open for long and that expired lately, oldest first", async () => {
    const words = await readAll(findReport("Invitations "), 2);
    expect(words.map((line) => line.split(" · ")[0])).toEqual([
      "resent@x.example",
      "expired@x.example",
      "unswept@x.example",
      "waiting@x.example",
    ]);
    expect(words[3]).toBe(
      "waiting@x.example · =cmd() (child) · Access · invited Thu, 26 Feb 2026, 09:00 UTC · open until Thu, 5 Mar 2026, 09:00 UTC",
    );
    expect(words[2]).toContain("expired Sat, 28 Feb 2026, 09:00 UTC");
  });

  test("of activity counts by Console User and kind of request", async () => {
    expect(await readAll(findReport("activity"), 1)).toEqual([
      "Nora · grant-admin: 1 done",
      "Nora · invite-user: 1 done, 1 failed, 1 other",
    ]);
  });

  test("of deployments names the Account, the Marketplace and the user, for 30 days", async () => {
    expect(await readAll(findReport("deployments"), 1)).toEqual([
      "=cmd() (child) · *Shop* · by buyer · Fri, 27 Feb 2026, 09:00 UTC",
      "=cmd() (child) · *Shop* · by a user that was deleted · Sat, 28 Feb 2026, 09:00 UTC",
    ]);
  });

  test.each([1, 2, 3, 100])("has the same rows in pages of %i", async (take) => {
    for (const report of reports) expect(await readAll(report, take)).toEqual(await readAll(report, 1000));
  });

  test("that there is not is told with those that there are", () => {
    expect(() => findReport("users-per-moon")).toThrow(
      "There are: users, invitations, activity, deployments, levels.",
    );
  });
});

describe("a report as a file", () => {
  test("goes to whoever asks, alone, with every row, harmless to a spreadsheet", async () => {
    t.chat.files.length = 0;
    expect(await exportReport(ctx, findReport("users"))).toEqual({ rows: 2, cut: false });
    const [file] = t.chat.files;
    expect(file).toMatchObject({
      chatUserId: "U0NORA",
      name: "users-2026-03-02.csv",
      comment: "Users and Administrators per Account: 2 rows.",
    });
    expect(readCsv(file?.content ?? "")).toEqual([
      ["Account", "API ID", "Parent API ID", "Suspended since", "Users", "Administrators", "Active cycles"],
      ["'=cmd()", "child", "big", "", "0", "0", "0"],
      ['Big, "quoted"', "big", "", "2026-03-01T09:00:00.000Z", "3", "1", "2"],
    ]);
    expect(await audit("report-exported")).toMatchObject([
      { actorId: ctx.actor.id, subjectName: "users", after: { rows: 2, cut: false } },
    ]);
  });

  test("without a row has its head line", async () => {
    t.chat.files.length = 0;
    t.clock.advance(400 * 86_400_000);
    await exportReport(ctx, findReport("activity"));
    expect(t.chat.files[0]?.content).toBe("Console User,E-mail,Request,Done,Failed,Other\r\n");
  });

  test("is read in pieces, and ends at 100,000 rows, saying so", async () => {
    const asked: number[] = [];
    const endless: Report = {
      ...findReport("users"),
      async page(_, after = "0", take) {
        asked.push(take);
        const rows = Array.from({ length: take }, () => ({ words: "", cells: ["x"] }));
        return { rows, next: String(Number(after) + take) };
      },
    };
    t.chat.files.length = 0;
    expect(await exportReport(ctx, endless)).toEqual({ rows: exportedAtMost, cut: true });
    expect(Math.max(...asked)).toBe(1000);
    expect(t.chat.files[0]?.comment).toContain(
      "100,000 rows. There are more. A file holds at most 100,000 rows.",
    );
  });

  test("that the chat does not take is told, and not in the audit", async () => {
    t.chat.failures.push({ error: new Error("no scope") });
    await expect(exportReport(ctx, findReport("users"))).rejects.toThrow("no scope");
    expect(await audit("report-exported")).toEqual([]);
  });
});
