import { z } from "zod";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { Mailing } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import { toReportableError } from "../reportable-error.ts";
import { nextTry } from "../requests/retry-policy.ts";
import { Trouble } from "../trouble.ts";
import type { MailingKind } from "./define-mailing.ts";
import { mailingJobName } from "./mailing-task.ts";

/** Sends one mailing of these kinds, once; what may pass is tried again, as the row records. */
export function sendMailingJob(kinds: MailingKind[]): Job<{ mailingId: string }> {
  return {
    name: mailingJobName,
    lane: "requests",
    payload: z.object({ mailingId: z.uuid() }),
    async run(app, { mailingId }) {
      const mailing = await claim(app, mailingId);
      if (!mailing) return;
      const kind = kinds.find((one) => one.kind === mailing.kind);
      if (!kind) throw new Error(`No mailing is called ${mailing.kind}`);
      try {
        await kind.send(app, { id: mailing.id, about: kind.about.parse(mailing.about) });
        await app.db.mailing.updateMany({
          where: { id: mailing.id },
          data: { ...over, sentAt: app.clock() },
        });
      } catch (error) {
        await retryOrFail(app, mailing, error);
      }
    },
  };
}

const over = { about: {}, claimedUntil: null, trouble: null };

/** Undefined where nothing is left to do. Throws RescheduleJob where another worker is at it, or it is too early. */
async function claim(app: App, id: string): Promise<Mailing | undefined> {
  const now = app.clock();
  const { count } = await app.db.mailing.updateMany({
    where: {
      id,
      sentAt: null,
      givenUpAt: null,
      AND: [
        { OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
        { OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }] },
      ],
    },
    data: { claimedUntil: after(now, app.claimMs) },
  });
  const mailing = await app.db.mailing.findUnique({ where: { id } });
  if (!mailing || mailing.sentAt || mailing.givenUpAt) return undefined;
  if (count === 1) return mailing;
  throw new RescheduleJob(
    mailing.claimedUntil ?? mailing.nextAttemptAt ?? after(now, app.claimMs),
    "not yet",
  );
}

async function retryOrFail(app: App, mailing: Mailing, thrown: unknown): Promise<void> {
  const { id, kind, attempts, createdAt } = mailing;
  const error = toReportableError(app.log, thrown, "a mailing", { mailingId: id, kind });
  // Nobody is there to act on it: it may pass.
  const unacted = { passing: true, reason: "unexpected", cause: error };
  const trouble = error instanceof Trouble ? error : new Trouble(error.message, unacted);
  const next = nextTry(app.retryPolicy, trouble, { attempts, since: createdAt }, app.clock());
  const tried = { attempts: next?.attempts ?? attempts + 1, claimedUntil: null, trouble: trouble.message };
  const then = next ? { nextAttemptAt: next.at, enqueuedAt: next.at } : { givenUpAt: app.clock() };
  await app.db.mailing.updateMany({ where: { id }, data: { ...tried, ...then } });
  app.log.warn({ err: trouble, mailingId: id, kind }, next ? "a mailing did not work" : "mailing given up");
  if (next) throw new RescheduleJob(next.at, trouble.message);
}
