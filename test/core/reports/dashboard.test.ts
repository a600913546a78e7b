import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import {
  countUpTo,
  countWords,
  countedAtMost,
  trendWords,
  dashboardWords,
  loadDashboard,
} from "../../../src/core/reports/load-dashboard.ts";
import type { Invitation } from "../../../src/core/generated/prisma/client.ts";
import { changeLink, makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { daysBefore, idAt } from "./made-at.ts";

let t: TestApp;
let ctx: Context<ConsoleUserActor>;
const ago = (days: number) => daysBefore(t.clock.now(), days);

async function invitedAt(
  days: number,
  changes: { expiresAt?: Date } & Partial<Invitation>,
  accountId: string,
): Promise<void> {
  const { invitation } = await makeInvitation(t, { accountId });
  const { expiresAt, ...ended } = changes;
  if (expiresAt) await changeLink(t.db, { id: invitation.id }, { expiresAt });
  const data = { id: idAt(ago(days)), createdAt: ago(days), ...ended };
  await t.db.invitation.update({ where: { id: invitation.id }, data });
}

beforeAll(async () => {
  t = await createTestApp();
  ctx = { ...t.app, actor: await makeActor(t, { permissions: {} }) };
  for (const days of [1, 6.9, 7.1, 20, 31, 59, 61]) await makeAccount(t.db, { id: idAt(ago(days)) });
  const { id } = await makeAccount(t.db, { id: idAt(ago(400)) });
  const users = await Promise.all([1, 10, 40].map(async (days) => [await makeUser(t.db), days] as const));
  for (const [user, days] of users)
    await t.db.user.update({ where: { id: user.id }, data: { id: idAt(ago(days)) } });
  await invitedAt(1, {}, id);
  await invitedAt(2, { acceptedAt: ago(1) }, id);
  await invitedAt(20, { expiredAt: ago(13), expiresAt: ago(13) }, id);
  await invitedAt(25, { expiresAt: ago(18) }, id);
  await invitedAt(50, { acceptedAt: ago(45) }, id);
  const marketplace = await t.db.marketplace.create({ data: { name: "Shop", nameKey: "shop" } });
  for (const days of [3, 8, 9])
    await t.db.deployment.create({
      data: { id: idAt(ago(days)), marketplaceId: marketplace.id, accountId: id },
    });
  for (const status of ["Active", "Paused", "Paused"] as const)
    await t.db.cycle.create({ data: { accountId: id, name: "Sync", status } });
  const request = { kind: "x", input: {}, requesterId: ctx.actor.id };
  for (const [days, status] of [
    [1, "queued"],
    [1, "awaitingApproval"],
    [1, "awaitingValues"],
    [2, "failed"],
    [9, "failed"],
    [10, "done"],
    [90, "failed"],
  ] as const)
    await t.db.request.create({ data: { ...request, id: idAt(ago(days)), status } });
});
afterAll(() => t.close());

describe("the dashboard", () => {
  test("counts, and compares the last 7 and 30 days with those before, for somebody without any permission", async () => {
    expect(dashboardWords(await loadDashboard(ctx))).toEqual([
      {
        title: "Accounts",
        lines: ["8 in all", "last 7 days: 2 new (+1)", "last 30 days: 4 new (+2)"],
      },
      {
        title: "Users",
        lines: ["3 in all", "last 7 days: 1 new (±0)", "last 30 days: 2 new (+1)"],
      },
      {
        title: "Invitations",
        lines: [
          "1 open",
          "last 7 days: 2 sent (+2)",
          "last 30 days: 4 sent (+3)",
          "of those sent in the last 30 days: 1 accepted, 2 expired",
        ],
      },
      {
        title: "Marketplace deployments",
        lines: [
          "3 in all",
          "last 7 days: 1 made (−1)",
          "last 30 days: 3 made (+3)",
          "cycles: 1 active, 2 paused",
        ],
      },
      {
        title: "Requests",
        lines: ["3 waiting", "last 7 days: 1 failed (±0)", "last 30 days: 2 failed (+2)"],
      },
    ]);
  });

  test("says about how many there are where PostgreSQL's estimate is large", async () => {
    await t.db.$executeRaw`UPDATE pg_class SET reltuples = 1234567 WHERE relname = 'User'`;
    const { users, accounts } = await loadDashboard(ctx);
    expect([countWords(users.count), countWords(accounts.count)]).toEqual(["about 1,230,000", "8"]);
  });
});

describe("a count", () => {
  test("goes no further than anybody wants to wait for", async () => {
    const asked: number[] = [];
    const count = (rows: number) =>
      countUpTo(async (take) => {
        asked.push(take);
        return Math.min(rows, take);
      });
    expect([await count(3), await count(countedAtMost), await count(9_999_999)].map(countWords)).toEqual([
      "3",
      "50,000",
      "more than 50,000",
    ]);
    expect(new Set(asked)).toEqual(new Set([countedAtMost + 1]));
  });

  test("that is cut is not compared", () => {
    const more = { number: countedAtMost, is: "more" } as const;
    expect(trendWords({ days: 7, now: more, before: { number: 5, is: "exact" } }, "new")).toBe(
      "last 7 days: more than 50,000 new (5 before)",
    );
  });
});
