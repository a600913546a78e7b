import { z } from "zod";
import type { App } from "../context.ts";
import { type Mailing, Prisma } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import {
  LeaseLost,
  requireLease,
  requireNothingLeft,
  takeLease,
  whileLeased,
} from "../kernel/outbox/lease.ts";
import { postponedTo, released } from "../kernel/outbox/outbox.ts";
import { toReportableError } from "../reportable-error.ts";
import { nextTry } from "../requests/retry-policy.ts";
import { Trouble } from "../trouble.ts";
import type { MailingKind } from "./define-mailing.ts";
import { mailingJobName, mailingOutbox } from "./mailing-task.ts";

/** Sends one mailing of these kinds, once; what may pass is tried again, as the row records. */
export function sendMailingJob(kinds: MailingKind[]): Job<{ mailingId: string }> {
  return {
    name: mailingJobName,
    lane: "requests",
    payload: z.object({ mailingId: z.uuid() }),
    async run(app, { mailingId }) {
      const which = Prisma.sql`"id" = ${mailingId}::uuid`;
      const mailing = await takeLease<Mailing>(app, mailingOutbox, which);
      if (!mailing) return requireNothingLeft(app, mailingOutbox, which);
      const kind = kinds.find((one) => one.kind === mailing.kind);
      if (!kind) throw new Error(`No mailing is called ${mailing.kind}`);
      await whileLeased(app, mailingOutbox, mailingId, mailing, () => send(app, kind, mailing));
    },
  };
}

async function send(app: App, kind: MailingKind, mailing: Mailing): Promise<void> {
  const { id, lease } = mailing;
  try {
    await kind.send(app, { id, about: kind.about.parse(mailing.about) });
    const data = { ...released, about: {}, trouble: null, sentAt: app.clock() };
    requireLease(await app.db.mailing.updateMany({ where: { id, lease }, data }));
  } catch (error) {
    await retryOrFail(app, mailing, error);
  }
}

async function retryOrFail(app: App, mailing: Mailing, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost) throw thrown;
  const { id, lease, kind, attempts, createdAt } = mailing;
  const now = app.clock();
  const error = toReportableError(app.log, thrown, "a mailing", { mailingId: id, kind });
  // Nobody is there to act on it: it may pass.
  const unacted = { passing: true, reason: "unexpected", cause: error };
  const trouble = error instanceof Trouble ? error : new Trouble(error.message, unacted);
  const next = nextTry(app.retryPolicy, trouble, { attempts, since: createdAt }, now);
  const tried = { attempts: next?.attempts ?? attempts + 1, trouble: trouble.message };
  const then = next ? postponedTo(next.at) : { ...released, givenUpAt: now };
  requireLease(await app.db.mailing.updateMany({ where: { id, lease }, data: { ...tried, ...then } }));
  app.log.warn({ err: trouble, mailingId: id, kind }, next ? "a mailing did not work" : "mailing given up");
  if (next) throw new RescheduleJob(next.at.getTime() - now.getTime(), trouble.message);
}
