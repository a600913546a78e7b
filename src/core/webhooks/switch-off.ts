import { z } from "zod";
import type { App } from "../context.ts";
import type { ConsoleUser, Webhook } from "../generated/prisma/client.ts";
import { accessOf, active, allows, isActive } from "../kernel/access/access.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { Transaction } from "../kernel/database.ts";
import { letter } from "../kernel/mail/letter.ts";
import { loadBrand } from "../kernel/names/brand.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { begunAnew } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { after as later, minutes } from "../kernel/time/clock.ts";
import { zoneOf } from "../kernel/time/time-zone.ts";
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
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    if (!user || !isActive(user)) return;
    const [title, note] = [
      `The webhook ${webhook} was switched off`,
      `${because} Deliveries that are still open are kept for 30 days, and tried once it is on again. What happens while it is off is not told: the audit has it. PUT /v1.0/webhooks/{id} with Enabled: true switches it on again.`,
    ];
    if (user.chatUserId !== null) return post(app, user.chatUserId, { id, title, note, since: new Date(at) });
    const brand = await loadBrand(app);
    const closing = ["Whoever manages the settings gets this mail."];
    const content = await letter({ title, brand, timeZone: zoneOf(app, user), paragraphs: [note], closing });
    await app.mailer.send({
      to: user.email,
      subject: `${brand.name}: a webhook was switched off`,
      ...content,
      messageId: `webhook-${id}`,
    });
  },
});

interface Told {
  id: string;
  title: string;
  note: string;
  since: Date;
}

/** Once: an earlier try may have arrived. */
async function post(app: App, chatUserId: string, { id, title, note, since }: Told): Promise<void> {
  const channelId = await app.chat.openDirect(chatUserId);
  if (await app.chat.find({ channelId, since: later(since, -minutes(5)) }, id)) return;
  const footer = ["Switched off ", { time: since }];
  await app.chat.post({ channelId, key: id, card: { state: "failed", title, fields: [], note, footer } });
}

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
