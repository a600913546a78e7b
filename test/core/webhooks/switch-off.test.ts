import { describe, expect, test } from "vitest";
import { changeWebhook } from "../../../src/core/webhooks/webhooks.ts";
import { switchOff } from "../../../src/core/webhooks/switch-off.ts";
import { sweepOrphanedWebhooks } from "../../../src/core/webhooks/sweep-webhooks.ts";
import { deafBecause } from "../../../src/core/webhooks/webhook-outbox.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { clientActor, makeApiClient } from "../../support/account-scene.ts";
import { makeActor, makeConsoleUser } from "../../support/factories.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const { receiver } = scene;
const only = { eventTypes: ["names-changed" as const] };
const stored = (id: string) => scene.t.db.webhook.findUniqueOrThrow({ where: { id } });

describe("a webhook is switched off", () => {
  test("at once where it says that it is gone, and those are told who can switch it on again", async () => {
    const { chat, mailer, db } = scene.t;
    const [manager, maker] = [
      await makeActor(scene.t, { permissions: { settings: "manage" } }),
      await makeActor(scene.t, { permissions: { users: "view" } }),
    ];
    await makeActor(scene.t, { permissions: { settings: "edit" } });
    const unlinked = await makeConsoleUser(db, { fullAccess: true });
    const client = await makeApiClient(db, { name: "Orders" });
    await db.auditEvent.create({
      data: {
        actorKind: "console-user",
        actorId: maker.id,
        actorName: maker.name,
        surface: "slack",
        action: "api-client-created",
        subjectKind: "api-client",
        subjectId: client.id,
      },
    });
    const ctx = { ...scene.ctx, actor: clientActor(client) };
    const { webhook } = await scene.make(only);
    await changeWebhook(ctx, webhook.id, { description: "Orders & <b>" });
    receiver.answer = (response) => response.writeHead(410).end();
    await scene.record("one");
    await scene.record("two");
    await scene.tell();
    await scene.tell();
    expect(await stored(webhook.id)).toMatchObject({
      enabled: false,
      offBecause: "Its address says that it is gone (410).",
    });
    const told = chat.messages.filter(({ cards }) => cards[0]?.title.includes("switched off"));
    expect(told.map(({ channelId }) => channelId).toSorted()).toEqual(
      [manager, maker].map(({ chatUserId }) => `D-${chatUserId}`).toSorted(),
    );
    expect(told[0]?.cards[0]).toMatchObject({
      title: "The webhook Orders & <b> was switched off",
      note: expect.stringContaining("What happens while it is off is not told") as string,
    });
    expect(mailer.sent.filter(({ to }) => to === unlinked.email)).toHaveLength(1);
    expect(
      await db.auditEvent.count({ where: { action: "webhook-switched-off", subjectId: webhook.id } }),
    ).toBe(1);
    const before = receiver.received.length;
    await scene.wait(days(1));
    expect(receiver.received).toHaveLength(before);
    // What is open is kept, and tried when it is on again.
    receiver.answer = (response) => response.writeHead(200).end();
    await changeWebhook(ctx, webhook.id, { enabled: true });
    await scene.t.runJobs();
    expect((await scene.deliveries()).every(({ deliveredAt }) => deliveredAt)).toBe(true);
  });

  test("not where a client that may hear took it over since it was read", async () => {
    const { webhook } = await scene.make(only);
    const read = await stored(webhook.id);
    const ctx = { ...scene.ctx, actor: clientActor(await makeApiClient(scene.t.db, { name: "Healthy" })) };
    await changeWebhook(ctx, webhook.id, {});
    expect(await switchOff(scene.t.app, read, deafBecause)).toBe(false);
    expect(await stored(webhook.id)).toMatchObject({ enabled: true, offBecause: null });
    expect(await switchOff(scene.t.app, await stored(webhook.id), deafBecause)).toBe(true);
  });

  test.each([
    ["is revoked", { revokedAt: new Date() }],
    ["may no longer read the audit", { fullAccess: false, permissions: { settings: "manage" } }],
  ])("where the client that it goes by %s, and hears nothing from that moment on", async (_how, data) => {
    const client = await makeApiClient(scene.t.db, { name: "Leaving" });
    const ctx = { ...scene.ctx, actor: clientActor(client) };
    const { webhook } = await scene.make(only);
    await changeWebhook(ctx, webhook.id, { description: "Taken over" });
    await scene.record("waits");
    await scene.queue();
    await scene.t.db.apiClient.update({ where: { id: client.id }, data });
    await scene.record("later");
    expect(await scene.queue()).toBe(0);
    await scene.t.runJobs();
    expect(receiver.received).toEqual([]);
    await sweepOrphanedWebhooks(scene.t.app);
    expect(await stored(webhook.id)).toMatchObject({
      enabled: false,
      offBecause: deafBecause,
    });
  });
});
