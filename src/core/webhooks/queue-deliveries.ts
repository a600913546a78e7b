import type { App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { run, statement } from "../kernel/statement.ts";
import { hearing, mayHear, webhookTask } from "./webhook-outbox.ts";
import { lastBlock } from "./webhooks.ts";

const behind = statement<object, { id: string }>(
  () => `
    SELECT "id" FROM "Webhook" WHERE "enabled" AND "toldBlock" < (SELECT "number" FROM "AuditBlock" ORDER BY "number" DESC LIMIT 1)`,
);

/**
 * Writes the deliveries of what was audited: each entry is in exactly one block, and a webhook remembers the last block that it
 * was told of. What does a change writes nothing for it. One statement where nobody is behind. Returns how many it wrote.
 */
export async function queueDeliveries(app: App, signal?: AbortSignal): Promise<number> {
  let count = 0;
  for (const { id } of await run(app.db, behind, {})) {
    for (;;) {
      const written = signal?.aborted ? undefined : await queueOfBlock(app, id);
      if (written === undefined) break;
      count += written;
    }
  }
  return count;
}

/** Those of the next block, in the transaction that moves on to it. Undefined where there is none, or another is at it. */
async function queueOfBlock(app: App, webhookId: string): Promise<number | undefined> {
  return transact(app, async (tx, after) => {
    const [held] = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Webhook" WHERE "id" = ${webhookId}::uuid FOR UPDATE SKIP LOCKED`;
    const where = { id: webhookId, enabled: true };
    const webhook = held && (await tx.webhook.findUnique({ where, include: hearing }));
    if (!webhook) return undefined;
    if (!mayHear(webhook)) {
      // What is audited while it may hear nothing is never told, also where its client's rights come back.
      await tx.webhook.update({ where: { id: webhookId }, data: { toldBlock: await lastBlock(tx) } });
      return undefined;
    }
    const block = await tx.auditBlock.findFirst({
      where: { number: { gt: webhook.toldBlock } },
      orderBy: { number: "asc" },
      select: { number: true },
    });
    if (!block) return undefined;
    const { number } = block;
    const now = app.clock();
    const events = await eventsOfBlock(tx, number, webhook.eventTypes);
    const data = events.map(({ id, action }) => ({
      webhookId,
      eventId: id,
      type: action,
      nextAt: now,
      since: now,
      createdAt: now,
    }));
    const { count } = await tx.webhookDelivery.createMany({ data, skipDuplicates: true });
    const waits = count > 0 ? { waiting: true, ...dueSoon(now) } : {};
    await tx.webhook.update({ where: { id: webhookId }, data: { toldBlock: number, ...waits } });
    if (count > 0) after.dispatch(webhookTask(webhookId));
    return count;
  });
}

/** The entries of a block that are of these types, or all where none is named. */
async function eventsOfBlock(
  tx: Transaction,
  number: bigint,
  types: string[],
): Promise<{ id: bigint; action: string }[]> {
  return tx.$queryRaw`
    SELECT event."id", event."action" FROM "AuditBlock" block, unnest(block."ids") AS sealed, LATERAL (
      SELECT one."id", one."action" FROM "AuditEvent" one WHERE one."id" >= lower(sealed) AND one."id" < upper(sealed)) event
    WHERE block."number" = ${number} AND (cardinality(${types}::text[]) = 0 OR event."action" = ANY(${types}::text[]))
    ORDER BY event."id"`;
}
