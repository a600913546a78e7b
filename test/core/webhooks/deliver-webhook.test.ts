import { Webhook as Verifier } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { deliverWebhookJob } from "../../../src/core/webhooks/deliver-webhook.ts";
import { resendDelivery, testWebhook } from "../../../src/core/webhooks/deliveries.ts";
import { changeWebhook, deleteWebhook } from "../../../src/core/webhooks/webhooks.ts";
import { sweepDeliveriesOfWebhooks } from "../../../src/core/webhooks/sweep-webhooks.ts";
import { defaultLeaseMs } from "../../../src/core/kernel/outbox/lease-keeper.ts";
import { days, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const { receiver } = scene;
const only = { eventTypes: ["names-changed" as const] };
const stored = (id: string) => scene.t.db.webhook.findUniqueOrThrow({ where: { id } });

describe("an event", () => {
  test("is told in the form of Standard Webhooks, and the library's own verifier takes it", async () => {
    const { secret } = await scene.make(only);
    await scene.record("Ann Lind");
    await scene.tell();
    const [told, ...more] = receiver.received;
    expect(more).toEqual([]);
    const account = await scene.t.db.account.findUniqueOrThrow({ where: { id: scene.accountId } });
    const [delivery] = await scene.deliveries();
    expect(told?.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": delivery?.id,
      "webhook-timestamp": String(Math.floor(scene.t.clock.now().getTime() / 1000)),
    });
    expect(new Verifier(secret).verify(told?.body ?? "", told?.headers ?? {})).toEqual({
      type: "names-changed",
      timestamp: scene.t.clock.now().toISOString(),
      data: {
        Id: String(delivery?.eventId),
        Actor: { Kind: "system", Id: null, Name: "cyclr-access", Surface: "job" },
        Subject: { Kind: "user", Id: "1", Name: "Ann Lind" },
        AccountId: account.id,
        AccountApiId: account.apiId,
        AccountName: account.name,
        RequestId: null,
        Before: { name: "before" },
        After: { name: "Ann Lind" },
        ErasedBy: null,
      },
    });
    expect(delivery).toMatchObject({
      attempts: 1,
      lastStatus: 204,
      deliveredAt: scene.t.clock.now(),
      nextAt: null,
    });
    const other = new Verifier("whsec_b3RoZXIgc2VjcmV0IG9mIG5vYm9keQ==");
    expect(() => other.verify(told?.body ?? "", told?.headers ?? {})).toThrow("No matching signature");
  });

  test("is told once, to each webhook that chose its type, and to none for what was before it", async () => {
    await scene.record("before");
    await scene.queue();
    await scene.make();
    await scene.make({ eventTypes: ["email-changed"] });
    await scene.record("one");
    await scene.record("two", "email-changed");
    await scene.tell();
    await scene.tell();
    await scene.wait(minutes(10));
    expect(receiver.types().toSorted()).toEqual([
      "email-changed",
      "email-changed",
      "names-changed",
      "webhook-created",
      "webhook-created",
    ]);
  });

  test("is not told while a webhook is off; what was open then is tried when it is on again", async () => {
    const { webhook } = await scene.make(only);
    await scene.record("open");
    await scene.queue();
    await changeWebhook(scene.ctx, webhook.id, { enabled: false });
    await scene.t.runJobs();
    await scene.record("missed");
    await scene.tell();
    expect(receiver.received).toEqual([]);
    await changeWebhook(scene.ctx, webhook.id, { enabled: true });
    await scene.tell();
    expect(receiver.received.map(({ body }) => body)).toEqual([expect.stringContaining("open")]);
  });

  test("goes to the address of that moment", async () => {
    const { webhook } = await scene.make({ ...only, url: "http://127.0.0.1:1/nobody" });
    await scene.record("moved");
    await scene.tell();
    expect(await scene.deliveries()).toMatchObject([
      { attempts: 1, lastStatus: null, trouble: "The address cannot be reached." },
    ]);
    await changeWebhook(scene.ctx, webhook.id, { url: receiver.url });
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    expect(receiver.types()).toEqual(["names-changed"]);
  });
});

describe("what is not taken", () => {
  test("is tried for three days, ever less often, under the same id, then given up and kept", async () => {
    const { webhook } = await scene.make(only);
    receiver.answer = (response) => response.writeHead(500).end();
    await scene.record("never");
    await scene.tell();
    const [{ since } = { since: new Date(0) }] = await scene.deliveries();
    const waits: number[] = [];
    for (let [row] = await scene.deliveries(); row?.nextAt; [row] = await scene.deliveries()) {
      expect(row).toMatchObject({ lastStatus: 500, trouble: "The address answers 500." });
      const before = receiver.received.length;
      // Not before its time.
      await scene.wait(0);
      expect(receiver.received).toHaveLength(before);
      const wait = row.nextAt.getTime() - (row.triedAt?.getTime() ?? 0);
      waits.push(wait);
      await scene.wait(wait + minutes(6));
      expect(receiver.received).toHaveLength(before + 1);
    }
    const [given] = await scene.deliveries();
    expect(given).toMatchObject({ deliveredAt: null, lastStatus: 500, attempts: waits.length + 1 });
    const lasted = (given?.failedAt?.getTime() ?? 0) - since.getTime();
    expect(lasted).toBeGreaterThanOrEqual(days(3));
    expect(lasted).toBeLessThan(days(3) + minutes(10));
    expect(waits[0]).toBeLessThanOrEqual(5_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(hours(6));
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    // It has taken nothing for days.
    expect(await stored(webhook.id)).toMatchObject({
      enabled: false,
      offBecause: "It has taken nothing for days. The address answers 500.",
    });
  });

  test("does not have a webhook switched off that takes other events", async () => {
    const { webhook } = await scene.make(only);
    receiver.answer = (response, { body }) => response.writeHead(body.includes("poison") ? 400 : 200).end();
    await scene.record("poison");
    await scene.tell();
    for (let [row] = await scene.deliveries(); row?.nextAt; [row] = await scene.deliveries()) {
      await scene.record("fine");
      await scene.queue();
      await scene.wait(hours(7));
    }
    expect((await scene.deliveries()).filter(({ failedAt }) => failedAt)).toHaveLength(1);
    expect(await stored(webhook.id)).toMatchObject({ enabled: true });
  });

  test("waits as long as it is asked to, and everything else for that webhook as well", async () => {
    await scene.make(only);
    receiver.answer = (response) => response.writeHead(429, { "Retry-After": "1200" }).end();
    await scene.record("one");
    await scene.tell();
    receiver.answer = (response) => response.writeHead(200).end();
    await scene.record("two");
    await scene.tell();
    await scene.wait(minutes(19));
    expect(receiver.received).toHaveLength(1);
    await scene.wait(minutes(1));
    expect(receiver.received).toHaveLength(3);
  });

  test("is sent again where somebody asks for it, with the same id and three more days", async () => {
    const { webhook } = await scene.make(only);
    await scene.record("again");
    await scene.tell();
    const [first] = await scene.deliveries();
    receiver.answer = (response) => response.writeHead(503).end();
    scene.t.clock.advance(days(4));
    await resendDelivery(scene.ctx, { webhookId: webhook.id, deliveryId: first?.id ?? "" });
    await scene.t.runJobs();
    expect(await scene.deliveries()).toMatchObject([{ id: first?.id, attempts: 1, failedAt: null }]);
    receiver.answer = (response) => response.writeHead(200).end();
    await scene.wait(minutes(1));
    expect(await scene.deliveries()).toMatchObject([{ attempts: 2, lastStatus: 200 }]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(
      new Set([first?.id]),
    );
  });

  test("is tried again by another worker where one died between the answer and its record", async () => {
    const { webhook } = await scene.make(only);
    await scene.record("killed");
    await scene.queue();
    scene.t.queue.waiting.length = 0;
    const dead = { ...scene.t.app, db: dyingAtTheRecord() };
    await expect(deliverWebhookJob.run(dead, { webhookId: webhook.id })).rejects.toThrow("killed");
    expect(await scene.deliveries()).toMatchObject([{ attempts: 0, deliveredAt: null }]);
    await scene.wait(defaultLeaseMs);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await scene.deliveries()).toMatchObject([{ attempts: 1, lastStatus: 204 }]);
  });
});

function dyingAtTheRecord() {
  const { db } = scene.t;
  return new Proxy(db, {
    get(target, name) {
      if (name !== "webhookDelivery") return Reflect.get(target, name) as unknown;
      const delivery = target.webhookDelivery;
      return new Proxy(delivery, {
        get: (inner, one) =>
          one === "updateMany"
            ? () => Promise.reject(new Error("killed"))
            : (Reflect.get(inner, one) as unknown),
      });
    },
  });
}

test("an event to try it out is told at once, signed, and says so in its type", async () => {
  const { webhook, secret } = await scene.make({ ...only, description: "Orders" });
  const delivery = await testWebhook(scene.ctx, webhook.id);
  await scene.t.runJobs();
  const [told] = receiver.received;
  expect(new Verifier(secret).verify(told?.body ?? "", told?.headers ?? {})).toEqual({
    type: "test",
    timestamp: scene.t.clock.now().toISOString(),
    data: { WebhookId: webhook.id, Description: "Orders" },
  });
  expect(told?.headers["webhook-id"]).toBe(delivery.id);
  await changeWebhook(scene.ctx, webhook.id, { enabled: false });
  await expect(testWebhook(scene.ctx, webhook.id)).rejects.toThrow("This webhook is off.");
});

test("a webhook that is deleted while it is told something leaves nothing behind", async () => {
  const { webhook } = await scene.make(only);
  receiver.answer = async (response) => {
    await deleteWebhook(scene.ctx, webhook.id);
    response.writeHead(200).end();
  };
  await scene.record("last");
  await scene.tell();
  expect(receiver.received).toHaveLength(1);
  expect(await scene.deliveries()).toEqual([]);
});

test("deliveries are kept for 30 days", async () => {
  await scene.make(only);
  await scene.record("old");
  await scene.tell();
  scene.t.clock.advance(days(30) - 1);
  expect(await sweepDeliveriesOfWebhooks(scene.t.app)).toBe(0);
  scene.t.clock.advance(2);
  expect(await sweepDeliveriesOfWebhooks(scene.t.app)).toBe(1);
});

test("one webhook has five deliveries under way at most, and two workers are never at it together", async () => {
  const { webhook } = await scene.make(only);
  for (let count = 0; count < 12; count += 1) await scene.record(`event ${count}`);
  await scene.queue();
  receiver.answer = (response) => setTimeout(() => response.writeHead(200).end(), 30);
  const run = () => deliverWebhookJob.run(scene.t.app, { webhookId: webhook.id });
  await Promise.all([run(), run(), run()]);
  expect(receiver.received).toHaveLength(12);
  expect(receiver.most).toBe(5);
});
