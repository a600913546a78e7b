import type { App } from "../context.ts";
import { after, days } from "../kernel/time/clock.ts";
import { switchOff } from "./switch-off.ts";

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

/** Switches off what goes by an API client that was revoked, which hears nothing from that moment on. Returns how many. */
export async function sweepOrphanedWebhooks(app: App): Promise<number> {
  const where = { enabled: true, apiClient: { revokedAt: { not: null } } };
  const orphaned = await app.db.webhook.findMany({ where });
  for (const webhook of orphaned)
    await switchOff(app, webhook, "The API client that it goes by was revoked.");
  return orphaned.length;
}
