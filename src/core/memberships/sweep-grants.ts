import { after } from "../clock.ts";
import type { App } from "../context.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { grantBounds, offerAt } from "./grant-bounds.ts";
import { offerExtension } from "./offer-extension.ts";

const atOnce = 200;

/** Ends, and has asked about, the temporary grants whose job was lost. Whoever comes first does it once. */
export async function sweepGrants(app: App): Promise<number> {
  const now = app.clock();
  let done = await endDueGrants(app, {});
  const soon = await app.db.administratorGrant.findMany({
    where: { endedAt: null, endSaidAt: null, endsAt: { gt: now, lte: after(now, grantBounds.offerMs) } },
    orderBy: { endsAt: "asc" },
    take: atOnce,
    select: { id: true, startsAt: true, endsAt: true },
  });
  for (const { id, startsAt, endsAt } of soon)
    if (endsAt && offerAt({ startsAt, endsAt }) <= now) done += Number(await offerExtension(app, id));
  return done;
}
