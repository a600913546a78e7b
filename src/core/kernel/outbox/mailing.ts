import { z } from "zod";
import type { App } from "../../context.ts";
import { toReportableError } from "../../database-trouble.ts";
import { type Mailing, Prisma } from "../../generated/prisma/client.ts";
import type { Transaction } from "../database.ts";
import { after as later, days } from "../time/clock.ts";
import { ExternalError } from "../external-error.ts";
import { type Job, RescheduleJob } from "./job.ts";
import { LeaseLost, requireLease, requireNothingLeft, takeLease, whileLeased } from "./lease.ts";
import { dueSoon, type Outbox, postponedTo, released } from "./outbox.ts";
import type { Task } from "./queue.ts";
import { nextTry } from "./retry-policy.ts";
import type { After } from "./transact.ts";

/** Mails that are to be sent. */
export const mailingOutbox: Outbox<{ id: string }> = {
  table: "Mailing",
  id: "id",
  open: Prisma.sql`"sentAt" IS NULL AND "givenUpAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => mailingTask(id),
};

const mailingJobName = "send-mailing";

function mailingTask(mailingId: string): Task {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}

/** One kind of mail that no Request sends. */
export interface MailingKind<About = unknown> {
  kind: string;
  about: z.ZodType<About>;
  /** Sends it, or finds that there is nothing to send any more. A try that may have arrived is repeated as the same mail. */
  send(app: App, mailing: { id: string; about: About }): Promise<void>;
}

interface DefinedMailing<About> extends MailingKind<About> {
  /** Writes it, in the transaction of what it tells, and has it sent after the commit. An id of the caller's keeps it single. */
  write(
    tx: Transaction,
    after: After,
    about: About & Prisma.InputJsonObject,
    now: Date,
    id?: string,
  ): Promise<void>;
}

export function defineMailing<About>(kind: MailingKind<About>): DefinedMailing<About> {
  return {
    ...kind,
    async write(tx, after, about, now, given) {
      const data = { kind: kind.kind, about, createdAt: now, ...dueSoon(now), ...(given && { id: given }) };
      const { id } = await tx.mailing.create({ data, select: { id: true } });
      after.dispatch(mailingTask(id));
    },
  };
}

/** Sends one mailing of these kinds, once; what may pass is tried again, as the row records. */
export function sendMailingJob(kinds: MailingKind[]): Job<{ mailingId: string }> {
  return {
    name: mailingJobName,
    lane: "requests",
    payload: z.object({ mailingId: z.uuid() }),
    async run(app, { mailingId }) {
      const which = { id: mailingId };
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
  const unacted = { retryable: true, reason: "unexpected", cause: error };
  const trouble = held(error instanceof ExternalError ? error : new ExternalError(error.message, unacted));
  const next = nextTry(app.retryPolicy, trouble, { attempts, since: createdAt }, now);
  const tried = { attempts: next?.attempts ?? attempts + 1, trouble: trouble.message };
  const then = next ? postponedTo(next.at) : { ...released, givenUpAt: now };
  requireLease(await app.db.mailing.updateMany({ where: { id, lease }, data: { ...tried, ...then } }));
  const { reason } = trouble;
  if (next) app.metrics.count("cyclr_retries_total", { what: "mail" });
  app.log.warn({ mailingId: id, kind, reason }, next ? "a mailing did not work yet" : "mailing given up");
  if (next) throw new RescheduleJob(next.at.getTime() - now.getTime(), trouble.message);
}

/** No Request's card tells that it failed, so it waits for as long as a mail server is away, or refuses us. */
function held(trouble: ExternalError): ExternalError {
  const { retryable, concerns, reason } = trouble;
  if (!retryable || concerns || reason === "unexpected") return trouble;
  return new ExternalError(trouble.message, { retryable, reason, concerns: "sender", cause: trouble });
}

const keptMs = days(30);

/** Deletes the mailings of long ago. Returns how many. */
export async function sweepMailings({ db, clock }: App): Promise<number> {
  const { count } = await db.mailing.deleteMany({ where: { createdAt: { lt: later(clock(), -keptMs) } } });
  return count;
}
