import { z } from "zod";
import type { App } from "../context.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { offerAt } from "./grant-bounds.ts";
import { offerExtension } from "./offer-extension.ts";

const payload = z.object({ grantId: z.uuid() });

/** Waits for a temporary grant's end, and on the way there has its thread asked whether to go on. */
export const endGrantJob: Job<z.infer<typeof payload>> = {
  name: "administrator-grant.end",
  lane: "requests",
  payload,
  run: (app, { grantId }) => followGrant(app, grantId),
};

export function endGrantTask(grantId: string): Task {
  return { lane: endGrantJob.lane, name: endGrantJob.name, payload: { grantId } };
}

async function followGrant(app: App, id: string): Promise<void> {
  const grant = await app.db.administratorGrant.findUnique({ where: { id } });
  if (!grant?.endsAt || grant.endedAt) return;
  const { startsAt, endsAt, membershipId } = grant;
  const now = app.clock();
  const asked = offerAt({ startsAt, endsAt });
  if (endsAt <= now) return void (await endDueGrants(app, { membershipId }));
  if (asked > now) throw new RescheduleJob(asked.getTime() - now.getTime(), "not to be asked about yet");
  await offerExtension(app, id);
  throw new RescheduleJob(endsAt.getTime() - now.getTime(), "not over yet");
}
