import { z } from "zod";
import type { App } from "../context.ts";
import type { ConsoleUser, Webhook } from "../generated/prisma/client.ts";
import { accessOf, active, allows } from "../kernel/access/access.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { Transaction } from "../kernel/database.ts";
import { tellConsoleUser } from "../kernel/mail/tell-console-user.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { begunAnew } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { asRead } from "./webhook-outbox.ts";
import { subjectOf } from "./webhooks.ts";

const about = z.object({
  consoleUserId: z.uuid(),
  webhook: z.string(),
  because: z.string(),
  at: z.iso.datetime(),
});

/** Tells one person that a webhook was switched off: in the chat, or by mail where they were never linked to it. */
export const switchedOffMailing = defineMailing({
  kind: "webhook-switched-off",
  about,
  async send(app, { id, about: { consoleUserId, webhook, because, at } }) {
    await tellConsoleUser(app, {
      consoleUserId,
      title: `The webhook ${webhook} was switched off`,
      note: `${because} Deliveries that are still open are kept for 30 days, and tried once it is on again. What happens while it is off is not told: the audit has it. PUT /v1.0/webhooks/{id} with Enabled: true switches it on again.`,
      at: new Date(at),
      footer: ["Switched off ", { time: new Date(at) }],
      subject: (name) => `${name}: a webhook was switched off`,
      closing: "Whoever manages the settings gets this mail.",
      messageId: `webhook-${id}`,
      key: id,
    });
  },
});

/**
 * Tells a webhook nothing more until somebody switches it on again, and those who can. What is open stays so. Returns whether it
 * did: not where somebody changed the webhook since it was read, or another worker is at it.
 */
export async function switchOff(app: App, read: Webhook, because: string): Promise<boolean> {
  const now = app.clock();
  const { id, lease } = read;
  const isOff = await transact(app, async (tx, after) => {
    const where = { id, lease, enabled: true, ...asRead(read) };
    const off = { enabled: false, offBecause: because, ...begunAnew };
    const { count } = await tx.webhook.updateMany({ where, data: off });
    if (count === 0) return false;
    const webhook = await tx.webhook.findUniqueOrThrow({ where: { id } });
    await recordAudit(tx, by(app, systemActor), {
      action: "webhook-switched-off",
      subject: subjectOf(webhook),
      after: { because },
    });
    const said = { webhook: subjectOf(webhook).name ?? "", because, at: now.toISOString() };
    for (const { id: consoleUserId } of await whoIsTold(tx, webhook))
      await switchedOffMailing.write(tx, after, { consoleUserId, ...said }, now);
    return true;
  });
  if (isOff) app.log.warn({ webhookId: id, because }, "a webhook was switched off");
  return isOff;
}

/** Those who manage the settings, and who made the API client that it goes by. */
async function whoIsTold(tx: Transaction, { apiClientId }: Webhook): Promise<ConsoleUser[]> {
  const everyone = await tx.consoleUser.findMany({ where: active });
  const made = await tx.auditEvent.findFirst({
    where: { action: "api-client-created", subjectKind: "api-client", subjectId: apiClientId },
    select: { actorKind: true, actorId: true },
  });
  const makerId = made?.actorKind === "console-user" ? made.actorId : undefined;
  return everyone.filter((user) => user.id === makerId || allows(accessOf(user), "settings:manage"));
}
