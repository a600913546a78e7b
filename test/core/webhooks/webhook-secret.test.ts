import { Webhook as Verifier } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { rotateWebhookSecret } from "../../../src/core/webhooks/webhooks.ts";
import { sweepOldSecrets } from "../../../src/core/webhooks/sweep-webhooks.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const { receiver } = scene;
const only = { eventTypes: ["names-changed" as const] };
const stored = (id: string) => scene.t.db.webhook.findUniqueOrThrow({ where: { id } });

describe("a secret", () => {
  test("signs besides for a day when it was rotated, and no longer", async () => {
    const { webhook, secret: old } = await scene.make(only);
    const { secret } = await rotateWebhookSecret(scene.ctx, webhook.id);
    expect(secret).not.toBe(old);
    await scene.record("both");
    await scene.tell();
    for (const one of [old, secret]) expect(verifies(one)).toBe(true);
    const { secret: third } = await rotateWebhookSecret(scene.ctx, webhook.id);
    await scene.record("the last two");
    await scene.tell();
    expect([old, secret, third].map(verifies)).toEqual([false, true, true]);
    scene.t.clock.advance(hours(24));
    expect(await sweepOldSecrets(scene.t.app)).toBe(1);
    await scene.record("one");
    await scene.tell();
    // The verifier refuses what is a day ahead.
    const [first, ...rest] = receiver.received.at(-1)?.headers["webhook-signature"]?.split(" ") ?? [];
    expect([first?.slice(0, 3), rest]).toEqual(["v1,", []]);
    expect(await stored(webhook.id)).toMatchObject({ oldSecretSealed: null, oldSecretUntil: null });
  });

  test("stands nowhere in the clear", async () => {
    const { webhook, secret } = await scene.make();
    await rotateWebhookSecret(scene.ctx, webhook.id);
    await scene.tell();
    const rows = await scene.t.db.$queryRaw`
      SELECT (SELECT string_agg(w::text, '') FROM "Webhook" w) || (SELECT string_agg(a::text, '') FROM "AuditEvent" a) AS "all"`;
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect(scene.t.log.join("\n")).not.toContain(secret.slice(6));
    expect(receiver.received.map(({ body }) => body).join()).not.toContain(secret.slice(6));
  });
});

function verifies(secret: string): boolean {
  const { body, headers } = receiver.received.at(-1) ?? { body: "", headers: {} };
  try {
    return new Verifier(secret).verify(body, headers) !== undefined;
  } catch {
    return false;
  }
}
