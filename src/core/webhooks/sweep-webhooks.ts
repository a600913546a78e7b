import type { App } from "../context.ts";
import { after, days } from "../kernel/time/clock.ts";
import { switchOff } from "./switch-off.ts";
import { deafBecause, hearing, mayHear } from "./webhook-outbox.ts";

const keptMs = days(30);

/** Deletes deliveries of long ago, whatever came of them. Returns how many. */
export async function sweepDeliveriesOfWebhooks({ db, clock }: App): Promise<number> {
  const { count } = await db.webhookDelivery.deleteMany({
    where: { createdAt: { lt: after(clock(), -keptMs) } },
  });
  return count;
}

/** Forgets secrets that no longer sign. Returns how many. */
export async function sweepOldSecrets({ db, clock }: App): Promise<number> {
  const { count } = await db.webhook.updateMany({
    where: { oldSecretUntil: { lte: clock() } },
    data: { oldSecretSealed: null, oldSecretUntil: null },
  });
  return count;
}

/** Switches off what goes by an API client that may not read the audit any more: it hears nothing from that moment on. Returns how many. */
export async function sweepOrphanedWebhooks(app: App): Promise<number> {
  const all = await app.db.webhook.findMany({ where: { enabled: true }, include: hearing });
  const deaf = all.filter((webhook) => !mayHear(webhook));
  let count = 0;
  for (const webhook of deaf) if (await switchOff(app, webhook, deafBecause)) count += 1;
  return count;
}
