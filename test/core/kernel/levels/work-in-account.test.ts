import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { AccountActor, Context } from "../../../../src/core/context.ts";
import { adjustCycle, createCycle } from "../../../../src/core/cycles/adjust-cycle.ts";
import { deleteCycle, readCycle } from "../../../../src/core/cycles/record-cycle-event.ts";
import { startCycle, stopCycle } from "../../../../src/core/cycles/switch-cycle.ts";
import { listCycles } from "../../../../src/core/cycles/list-cycles.ts";
import type { Transaction } from "../../../../src/core/kernel/database.ts";
import { installTemplate } from "../../../../src/core/connectors/install-template.ts";
import { accountScene, clientActor, join, makeApiClient, userActor } from "../../../support/account-scene.ts";
import { until } from "../../../support/until.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeAccount, makeUser } from "../../../support/factories.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);

describe("an Account", () => {
  const every = (ctx: Context<AccountActor>, accountId: string, cycleId: string) => [
    () => listCycles(ctx, { accountId }),
    () => readCycle(ctx, { accountId, cycleId }),
    () => createCycle(ctx, { accountId, name: "Refused" }),
    () => adjustCycle(ctx, { accountId, cycleId, name: "Refused" }),
    () => startCycle(ctx, { accountId, cycleId }),
    () => stopCycle(ctx, { accountId, cycleId }),
    () => deleteCycle(ctx, { accountId, cycleId }),
    () => installTemplate(ctx, { accountId, templateId: cycleId }),
  ];

  const strangers: Record<string, () => Promise<Context<AccountActor>>> = {
    "a User of another Account": async () => {
      const user = await makeUser(scene.t.db);
      await join(scene.t.db, user.id, (await makeAccount(scene.t.db)).id);
      return { ...scene.ann, actor: userActor(user) };
    },
    "a User of its parent": async () => {
      const user = await makeUser(scene.t.db);
      const parent = await makeAccount(scene.t.db);
      await join(scene.t.db, user.id, parent.id);
      await scene.t.db.account.update({ where: { id: scene.accountId }, data: { parentId: parent.id } });
      return { ...scene.ann, actor: userActor(user) };
    },
    "a User whose membership is suspended": async () => {
      const user = await makeUser(scene.t.db);
      const data = { userId: user.id, accountId: scene.accountId, suspendedAt: scene.t.clock.now() };
      await scene.t.db.membership.create({ data });
      return { ...scene.ann, actor: userActor(user) };
    },
    "a User whose sign-in link opened another Account": async () => {
      const onlyAccountId = (await makeAccount(scene.t.db)).id;
      return { ...scene.ann, actor: { ...scene.ann.actor, onlyAccountId } };
    },
    "an application restricted to another Account": async () => {
      const accountId = (await makeAccount(scene.t.db)).id;
      return { ...scene.client, actor: clientActor(await makeApiClient(scene.t.db, { accountId })) };
    },
    "an application that was revoked": async () => {
      const revokedAt = scene.t.clock.now();
      return { ...scene.client, actor: clientActor(await makeApiClient(scene.t.db, { revokedAt })) };
    },
    "anybody while it is suspended": async () => {
      const data = { suspendedAt: scene.t.clock.now() };
      await scene.t.db.account.update({ where: { id: scene.accountId }, data });
      return scene.ann;
    },
  };

  test.each(Object.keys(strangers))("is closed to %s, and each refusal is audited", async (who) => {
    const { id } = await createCycle(scene.ann, { accountId: scene.accountId, name: "Orders" });
    const ctx = await strangers[who]?.();
    const calls = every(ctx ?? scene.ann, scene.accountId, id);
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "forbidden" });
    expect(await audit("refused")).toHaveLength(calls.length);
    const { name, status } = await scene.t.db.cycle.findUniqueOrThrow({ where: { id } });
    expect([name, status]).not.toContain("Refused");
    expect(await scene.t.db.cycle.count({ where: { accountId: scene.accountId } })).toBe(1);
  });

  test("that is gone is closed", async () => {
    for (const ctx of [scene.ann, scene.client])
      await expect(listCycles(ctx, { accountId: randomUUID() })).rejects.toMatchObject({ code: "forbidden" });
  });

  const takenAway: Record<string, (tx: Transaction) => Promise<unknown>> = {
    "the User was removed": (tx) =>
      tx.membership.deleteMany({ where: { userId: scene.ann.actor.id, accountId: scene.accountId } }),
    "the User was suspended": (tx) =>
      tx.membership.updateMany({
        where: { userId: scene.ann.actor.id, accountId: scene.accountId },
        data: { suspendedAt: scene.t.clock.now() },
      }),
    "the Account was suspended": (tx) =>
      tx.account.update({ where: { id: scene.accountId }, data: { suspendedAt: scene.t.clock.now() } }),
    "the application was revoked": (tx) =>
      tx.apiClient.update({
        where: { id: scene.client.actor.id },
        data: { revokedAt: scene.t.clock.now() },
      }),
  };

  test.each(Object.keys(takenAway))(
    "is closed from the moment in which %s, also to what is under way",
    async (what) => {
      const { db } = scene.t;
      const { accountId } = scene;
      const who = what === "the application was revoked" ? scene.client : scene.ann;
      const { id: cycleId } = await createCycle(scene.ann, { accountId, name: "Orders" });
      const starting = await db.$transaction(async (tx) => {
        await takenAway[what]?.(tx);
        const started = Promise.allSettled([startCycle(who, { accountId, cycleId })]);
        await until(async () => {
          const [row] = await db.$queryRaw<{ waiting: number }[]>`
          SELECT count(*)::int AS "waiting" FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`;
          return (row?.waiting ?? 0) > 0;
        });
        return { started };
      });
      const [outcome] = await starting.started;
      expect(outcome.status).toBe("rejected");
      expect(await db.cycle.findUnique({ where: { id: cycleId } })).toMatchObject({ status: "Paused" });
    },
  );
});
