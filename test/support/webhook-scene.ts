import { beforeAll, beforeEach } from "vitest";
import { createNotifier } from "../../src/core/adapters/http-notifier.ts";
import { sealAudit } from "../../src/core/audit/seal-audit.ts";
import type { ApiClientActor, Context } from "../../src/core/context.ts";
import { by, recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import { queueDeliveries } from "../../src/core/webhooks/queue-deliveries.ts";
import { createWebhook, type WithSecret } from "../../src/core/webhooks/webhooks.ts";
import { type AccountScene, accountScene } from "./account-scene.ts";
import { recoverLater } from "./recover-all.ts";
import { type WebhookReceiver, webhookReceiver } from "./webhook-receiver.ts";

export interface WebhookScene extends AccountScene {
  receiver: WebhookReceiver;
  /** The application, with the real way out. */
  ctx: Context<ApiClientActor>;
  /** A webhook at the receiver, told of everything unless it says otherwise. */
  make(given?: Partial<Parameters<typeof createWebhook>[1]>): Promise<WithSecret>;
  /** Something that is audited. */
  record(name: string, action?: "names-changed" | "email-changed"): Promise<void>;
  /** What a worker does about once a second: seals, and writes the deliveries. */
  queue(): Promise<number>;
  /** The same, and makes them. */
  tell(): Promise<void>;
  /** Moves the clock, and does what is due by then. */
  wait(ms: number): Promise<void>;
  deliveries(): Promise<Awaited<ReturnType<typeof deliveriesOf>>>;
}

const deliveriesOf = ({ t }: AccountScene) => t.db.webhookDelivery.findMany({ orderBy: { id: "asc" } });

/** Webhooks at a real server, on a database of their own. */
export function webhookScene(): WebhookScene {
  const scene = accountScene() as WebhookScene;
  const receiver = webhookReceiver();
  beforeAll(() => {
    scene.t.app.notifier = createNotifier({ allowPrivate: true, timeoutMs: 5_000 });
    scene.ctx = { ...scene.t.app, actor: scene.client.actor };
  });
  beforeEach(async () => {
    await scene.t.db.webhook.deleteMany();
    await sealAudit(scene.t.db);
    scene.t.queue.waiting.length = 0;
    scene.t.queue.delayed.length = 0;
    // The library that verifies looks at the real time.
    scene.t.clock.set(new Date());
  });
  return Object.assign(scene, {
    receiver,
    make: (given: object = {}) => createWebhook(scene.ctx, { url: receiver.url, ...given }),
    record: (name: string, action = "names-changed" as const) =>
      recordAudit(scene.t.db, by(scene.t.app, systemActor), {
        action,
        subject: { kind: "user", id: "1", name },
        accountId: scene.accountId,
        before: { name: "before" },
        after: { name },
      }),
    async queue() {
      await sealAudit(scene.t.db);
      return queueDeliveries(scene.t.app);
    },
    async tell() {
      await scene.queue();
      await scene.t.runJobs();
    },
    async wait(ms: number) {
      scene.t.clock.advance(ms);
      await recoverLater(scene.t);
      await scene.t.runJobs();
    },
    deliveries: () => deliveriesOf(scene),
  });
}
