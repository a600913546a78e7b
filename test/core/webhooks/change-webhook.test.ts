import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { deliverWebhookJob } from "../../../src/core/webhooks/deliver-webhook.ts";
import { changeWebhook } from "../../../src/core/webhooks/webhooks.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const { receiver } = scene;
const only = { eventTypes: ["names-changed" as const] };
const stored = (id: string) => scene.t.db.webhook.findUniqueOrThrow({ where: { id } });

describe("a webhook that is changed while it is told something", () => {
  test("is not switched off because its old address is gone, and tells the new one at once", async () => {
    const { webhook } = await scene.make(only);
    receiver.answer = async (response) => {
      receiver.answer = (later) => later.writeHead(204).end();
      scene.t.clock.advance(10);
      await changeWebhook(scene.ctx, webhook.id, { url: `${receiver.url}/new` });
      response.writeHead(410).end();
    };
    await scene.record("moved");
    await scene.tell();
    expect(await stored(webhook.id)).toMatchObject({ enabled: true, offBecause: null, failingSince: null });
    expect(receiver.received).toHaveLength(2);
    expect(await scene.deliveries()).toMatchObject([{ attempts: 1, lastStatus: 204 }]);
  });

  test("stands anew where it was switched off and on again, whatever its old standing was", async () => {
    const { webhook } = await scene.make(only);
    receiver.answer = async (response) => {
      receiver.answer = (later) => later.writeHead(204).end();
      scene.t.clock.advance(10);
      await changeWebhook(scene.ctx, webhook.id, { enabled: false });
      await changeWebhook(scene.ctx, webhook.id, { enabled: true });
      response.writeHead(429, { "Retry-After": "1200" }).end();
    };
    await scene.record("again");
    await scene.queue();
    const [job] = scene.t.queue.waiting.splice(0);
    expect(job).toBeDefined();
    await deliverWebhookJob.run(scene.t.app, { webhookId: webhook.id });
    expect(await stored(webhook.id)).toMatchObject({ failingSince: null, notBefore: null });
    await scene.t.runJobs();
    expect(receiver.received).toHaveLength(2);
  });

  test("has what was open tried at once at another address, for three more days", async () => {
    const { webhook } = await scene.make(only);
    receiver.answer = (response) => response.writeHead(500).end();
    await scene.record("open");
    await scene.tell();
    for (let count = 0; count < 6; count += 1) await scene.wait(hours(6));
    const [row] = await scene.deliveries();
    expect(row?.nextAt?.getTime()).toBeGreaterThan(scene.t.clock.now().getTime() + minutes(10));
    receiver.answer = (response) => response.writeHead(503).end();
    const now = scene.t.clock.now();
    await changeWebhook(scene.ctx, webhook.id, { url: `${receiver.url}/new` });
    await scene.t.runJobs();
    expect(await scene.deliveries()).toMatchObject([{ lastStatus: 503, since: now }]);
  });
});
