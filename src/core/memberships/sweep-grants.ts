import { after } from "../clock.ts";
import type { App } from "../context.ts";
import { endGrant } from "./end-grant.ts";
import { grantBounds, offerAt } from "./grant-bounds.ts";
import { offerExtension } from "./offer-extension.ts";

const atOnce = 200;

/** Ends, and has asked about, the temporary grants whose job was lost. Whoever comes first does it once. */
export async function sweepGrants(app: App): Promise<number> {
  const now = app.clock();
  const soon = await app.db.administratorGrant.findMany({
    where: {
      endedAt: null,
      endsAt: { lte: after(now, grantBounds.offerMs) },
      OR: [{ endsAt: { lte: now } }, { endSaidAt: null }],
    },
    orderBy: { endsAt: "asc" },
    take: atOnce,
    select: { id: true, startsAt: true, endsAt: true },
  });
  let done = 0;
  for (const { id, startsAt, endsAt } of soon) {
    if (!endsAt) continue;
    if (endsAt <= now) done += Number(await endGrant(app, id));
    else if (offerAt({ startsAt, endsAt }) <= now) done += Number(await offerExtension(app, id));
  }
  return done;
}
