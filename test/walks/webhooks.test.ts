import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDatabaseConfig } from "../../src/core/config.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import { by, recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { secretKeys } from "../../src/core/kernel/secrets/seal.ts";
import { newUuid } from "../../src/core/kernel/text/uuid.ts";
import { openDatabase } from "../../src/core/open-database.ts";
import { newWebhookSecret, sealSecret } from "../../src/core/webhooks/webhook-secret.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { Webhook as Verifier } from "standardwebhooks";
import { makeApiClient } from "../support/account-scene.ts";
import { startRedis } from "../support/redis-server.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";
import { stores } from "../support/walk.ts";
import { type WebhookReceiver, webhookReceiver } from "../support/webhook-receiver.ts";

describe.each(stores())("webhooks, by a worker of its own on %s", (store) => {
  const [receiver, slow] = [webhookReceiver(), webhookReceiver()];
  const ends: (() => Promise<unknown>)[] = [];
  let env: Record<string, string>;
  let db: Database;
  let worker: Part;

  beforeAll(async () => {
    const database = await cloneDatabase();
    const redis = store === "Redis" ? await startRedis() : undefined;
    const sandbox = await startSandbox({
      mode: "socket",
      databaseUrl: database.url,
      ...(redis && { redisUrl: redis.url }),
    });
    env = {
      ...sandbox.env,
      SWEEP_SECONDS: "0.5",
      RETRY_FIRST_SECONDS: "0.2",
      NOTIFY_PRIVATE_ADDRESSES: "true",
    };
    db = await openDatabase(readDatabaseConfig(env));
    worker = await spawnPart("worker", env);
    ends.push(
      () => worker.kill("SIGTERM"),
      () => db.$disconnect(),
      () => sandbox.stop(),
    );
    if (redis) ends.push(() => redis.stop());
    ends.push(() => database.drop());
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  async function make(url: string): Promise<string> {
    const [id, secret] = [newUuid(), newWebhookSecret()];
    const { id: apiClientId } = await makeApiClient(db, { name: id });
    const last = await db.auditBlock.findFirst({ orderBy: { number: "desc" }, select: { number: true } });
    const keys = { secretKeys: secretKeys.parse(env["SECRET_KEY"]) };
    const secretSealed = sealSecret(keys, id, secret);
    const types = { eventTypes: ["names-changed"], toldBlock: last?.number ?? 0n };
    await db.webhook.create({ data: { id, url, apiClientId, secretSealed, ...types } });
    return secret;
  }

  const idsOf = ({ received }: WebhookReceiver) =>
    new Set(received.map(({ headers }) => headers["webhook-id"]));
  const clock = () => new Date();
  const record = (name: string) =>
    recordAudit(db, by({ clock }, systemActor), { action: "names-changed", subject: { kind: "user", name } });

  test("a worker that is killed between the sending and its record sends again, as the same event", async () => {
    const secret = await make(receiver.url);
    // It never answers: the worker dies with the call under way.
    receiver.answer = () => undefined;
    await record("Ann");
    await until(() => receiver.received.length === 1);
    await worker.kill("SIGKILL");
    receiver.answer = (response) => response.writeHead(200).end();
    worker = await spawnPart("worker", env);
    await until(() => db.webhookDelivery.findFirst({ where: { deliveredAt: { not: null } } }));
    const [first, second, ...more] = receiver.received;
    expect(more).toEqual([]);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    for (const one of [first, second])
      expect(new Verifier(secret).verify(one?.body ?? "", one?.headers ?? {})).toMatchObject({
        type: "names-changed",
        data: { Subject: { Name: "Ann" } },
      });
    await db.webhook.deleteMany();
  });

  test("a slow address holds up no other, and has five deliveries under way at most", async () => {
    await make(slow.url);
    await make(receiver.url);
    const held: (() => void)[] = [];
    slow.answer = (response) => void held.push(() => response.writeHead(200).end());
    for (let count = 0; count < 30; count += 1) await record(`event ${count}`);
    await until(() => idsOf(receiver).size === 30);
    // Not one of the slow one's is over by then.
    expect(slow.received.length).toBeLessThanOrEqual(5);
    slow.answer = (response) => response.writeHead(200).end();
    for (const answer of held) answer();
    await until(() => idsOf(slow).size === 30);
    expect(slow.most).toBeLessThanOrEqual(5);
  });
});
