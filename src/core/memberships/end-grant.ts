import { z } from "zod";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import { type Job, RunAgain } from "../jobs/job.ts";
import type { Nudge } from "../jobs/queue.ts";
import { nudge } from "../requests/nudge.ts";
import { offerAt } from "./grant-bounds.ts";
import { offerExtension } from "./offer-extension.ts";
import { recordGrantEnd } from "./record-grant-end.ts";

const payload = z.object({ grantId: z.uuid() });

/** Waits for a temporary grant's end, and on the way there has its thread asked whether to go on. */
export const endGrantJob: Job<z.infer<typeof payload>> = {
  name: "administrator-grant.end",
  lane: "requests",
  payload,
  run: (app, { grantId }) => followGrant(app, grantId),
};

export function endGrantNudge(grantId: string): Nudge {
  return { lane: endGrantJob.lane, name: endGrantJob.name, payload: { grantId } };
}

async function followGrant(app: App, id: string): Promise<void> {
  const grant = await app.db.administratorGrant.findUnique({ where: { id } });
  if (!grant?.endsAt || grant.endedAt) return;
  const { startsAt, endsAt } = grant;
  const now = app.clock();
  const asked = offerAt({ startsAt, endsAt });
  if (endsAt <= now) return void (await endGrant(app, id));
  if (asked > now) throw new RunAgain(asked, "not to be asked about yet");
  await offerExtension(app, id);
  throw new RunAgain(endsAt, "not over yet");
}

/** Records the end of a grant whose time has run out. False where that is done already, or not to be done yet. */
export async function endGrant(app: App, id: string): Promise<boolean> {
  const now = app.clock();
  const end = await app.db.$transaction((tx) => recordGrantEnd(tx, systemActor, id, { now }));
  if (!end) return false;
  await nudge(app, end.grant.requestId ? [end.grant.requestId] : [], end.nudges);
  return true;
}
