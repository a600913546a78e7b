import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import type { App } from "../../../src/core/context.ts";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { queueDeliveries } from "../../../src/core/webhooks/queue-deliveries.ts";
import { createWebhook, webhooksAtMost } from "../../../src/core/webhooks/webhooks.ts";
import { clientActor, makeApiClient } from "../../support/account-scene.ts";
import { secondApp } from "../../support/second-app.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const only = { eventTypes: ["names-changed" as const] };

let sql: Client;
beforeAll(async () => {
  sql = new Client({ connectionString: scene.t.databaseUrl });
  await sql.connect();
});
afterAll(() => sql.end());

const names = async () => {
  const ids = (await scene.deliveries()).flatMap(({ eventId }) => eventId ?? []);
  const events = await scene.t.db.auditEvent.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
  return events.map(({ subjectName }) => subjectName);
};

test("what is committed late, behind what came after it, is told as well, and nothing twice", async () => {
  await scene.make(only);
  await sql.query("BEGIN");
  await sql.query(
    `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "subjectName")
     VALUES ('system', 'x', 'job', 'names-changed', 'test', 'late')`,
  );
  await scene.record("early");
  expect(await scene.queue()).toBe(1);
  await sql.query("COMMIT");
  await scene.record("after");
  expect(await scene.queue()).toBe(2);
  expect(await scene.queue()).toBe(0);
  expect(await names()).toEqual(["late", "early", "after"]);
});

test("what is audited while its client may not read the audit is not told, also where the right comes back", async () => {
  const client = await makeApiClient(scene.t.db, { name: "On and off" });
  const ctx = { ...scene.ctx, actor: clientActor(client) };
  await createWebhook(ctx, { url: scene.receiver.url, ...only });
  const set = (data: object) => scene.t.db.apiClient.update({ where: { id: client.id }, data });
  await set({ fullAccess: false, permissions: { settings: "manage" } });
  await scene.record("unheard");
  expect(await scene.queue()).toBe(0);
  await set({ fullAccess: true });
  await scene.record("heard");
  expect(await scene.queue()).toBe(1);
  expect(await names()).toEqual(["heard"]);
});

test("several workers at once write each delivery once", async () => {
  await scene.make(only);
  await scene.make(only);
  for (let count = 0; count < 20; count += 1) {
    await scene.record(`event ${count}`);
    await scene.queue();
  }
  await scene.t.db.webhookDelivery.deleteMany();
  await scene.t.db.webhook.updateMany({ data: { toldBlock: 0 } });
  const { app } = scene.t;
  await Promise.all([1, 2, 3, 4].map(() => queueDeliveries(app)));
  await queueDeliveries(app);
  const ofTest = (await names()).filter((name) => name.startsWith("event "));
  expect(ofTest).toHaveLength(20);
  expect(await scene.t.db.webhookDelivery.count({ where: { type: "names-changed" } })).toBeGreaterThan(39);
});

test("a change asks and writes nothing for webhooks, and where there is none a worker asks once", async () => {
  const seen = await statementsOf(async (app) => {
    const entry = { action: "names-changed", subject: { kind: "user", name: "unheard" } } as const;
    await recordAudit(app.db, by(app, systemActor), entry);
    await sealAudit(app.db);
    await queueDeliveries(app);
  });
  expect(seen.filter((text) => text.includes('INSERT INTO "public"."AuditEvent"'))).toHaveLength(1);
  expect(seen.filter((text) => text.includes("audit_seal"))).toHaveLength(1);
  expect(seen.filter((text) => text.includes('"Webhook'))).toHaveLength(1);
});

/** What a process of its own asks PostgreSQL meanwhile. */
async function statementsOf(work: (app: App) => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called on the client it is asked of
  const { query } = Client.prototype;
  Client.prototype.query = function spied(this: Client, ...given: unknown[]) {
    const [asked] = given as [string | { text: string }];
    texts.push(typeof asked === "string" ? asked : asked.text);
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as never;
  const { db } = secondApp(scene.t);
  try {
    await work({ ...scene.t.app, db });
  } finally {
    Client.prototype.query = query;
    await db.$disconnect();
  }
  return texts;
}

test("there are no more webhooks than that", async () => {
  for (let count = 0; count < webhooksAtMost; count += 1) await scene.make();
  await expect(scene.make()).rejects.toThrow("There are 20 webhooks");
  const { url } = scene.receiver;
  await scene.t.db.webhook.deleteMany();
  const made = await Promise.allSettled(
    Array.from({ length: webhooksAtMost + 3 }, () => createWebhook(scene.ctx, { url })),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(webhooksAtMost);
});
