import { z } from "zod";
import type { App } from "../context.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { endDueGrants } from "./record-grant-end.ts";
import { days, minutes, after } from "../kernel/time/clock.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { addNote } from "../kernel/requests/failure-note.ts";
import { standingAt } from "../kernel/levels/require-level.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { DomainError } from "../kernel/errors.ts";
import { durationWords } from "../kernel/time/duration-words.ts";

/** How short and how long a temporary grant may be, and how long before its end its thread is asked about it. */
export const grantBounds = { leastMs: minutes(15), mostMs: days(90), offerMs: minutes(15) };

/** When the thread is asked: of a short grant, no earlier than half of it. */
export function offerAt({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Date {
  const length = endsAt.getTime() - startsAt.getTime();
  return new Date(endsAt.getTime() - Math.min(grantBounds.offerMs, length / 2));
}

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

const batchSize = 200;

/** Ends, and has asked about, the temporary grants whose job was lost. Whoever comes first does it once. */
export async function sweepGrants(app: App): Promise<number> {
  const now = app.clock();
  let done = await endDueGrants(app, {});
  const soon = await app.db.administratorGrant.findMany({
    where: { endedAt: null, endSaidAt: null, endsAt: { gt: now, lte: after(now, grantBounds.offerMs) } },
    orderBy: { endsAt: "asc" },
    take: batchSize,
    select: { id: true, startsAt: true, endsAt: true },
  });
  for (const { id, startsAt, endsAt } of soon)
    if (endsAt && offerAt({ startsAt, endsAt }) <= now) done += Number(await offerExtension(app, id));
  return done;
}

/**
 * Has the thread of a grant that ends soon ask, once, whether to extend it or to give it back. Not where another grant goes
 * on, since then its end takes nothing away.
 */
async function offerExtension(app: App, id: string): Promise<boolean> {
  const now = app.clock();
  const grant = await app.db.administratorGrant.findUnique({
    where: { id },
    include: { membership: { include: { grants: true } } },
  });
  const { requestId } = grant ?? {};
  if (!grant?.endsAt || !requestId || grant.endSaidAt) return false;
  if (standingAt(grant.membership.grants, grant.endsAt).level === "Administrator") return false;
  return transact(app, async (tx, after) => {
    const { count } = await tx.administratorGrant.updateMany({
      where: { id, endSaidAt: null, endedAt: null, endsAt: { gt: now } },
      data: { endSaidAt: now },
    });
    if (count > 0) await addNote(tx, after, requestId, "ending", now);
    return count > 0;
  });
}

/** One User in one Account. */
export const membershipInput = z.object({
  userId: z.uuid("Choose a User."),
  accountId: z.uuid("Choose an Account."),
});

const { leastMs, mostMs } = grantBounds;
const [leastMinutes, mostMinutes] = [leastMs / 60_000, mostMs / 60_000];
const bounds = `A temporary grant lasts between ${durationWords(leastMinutes)} and ${durationWords(mostMinutes)}.`;

export const grantAdministratorInput = membershipInput
  .extend({
    /** How long, from when it is granted. Without this and without `until` it has no end. */
    forMinutes: z
      .int("Say how long in whole minutes.")
      .min(leastMinutes, bounds)
      .max(mostMinutes, bounds)
      .optional(),
    /** When it ends. */
    until: z.iso.datetime("Say a date and a time.").optional(),
    /** How the requester's own words for the end were read, where the clocks change. */
    readAs: z.string().max(300).optional(),
  })
  .refine(({ forMinutes, until }) => forMinutes === undefined || until === undefined, {
    path: ["until"],
    error: "Say how long, or until when, not both.",
  });

export type GrantAdministratorInput = z.infer<typeof grantAdministratorInput>;

/** When a grant that is made now ends; null for one without an end. Throws invalid and expired. */
export function endOf({ forMinutes, until }: GrantAdministratorInput, now: Date): Date | null {
  if (forMinutes !== undefined) return after(now, forMinutes * 60_000);
  if (until === undefined) return null;
  const end = new Date(until);
  if (end <= now)
    throw new DomainError(
      "expired",
      "The time until which this was to be granted has passed. Nothing was granted; ask again with a later one.",
      "until",
    );
  if (end > after(now, mostMs)) throw outOfBounds("until");
  return end;
}

/** For what is asked for now: it may not be over before it has begun. `typed` is what to name in the error. */
export function requireLongEnough(end: Date, now: Date, typed?: string): void {
  if (end < after(now, leastMs) || end > after(now, mostMs)) throw outOfBounds("until", typed);
}

export function requireGrantMinutes(minutes: number, typed: string): void {
  if (minutes < leastMinutes || minutes > mostMinutes) throw outOfBounds("forMinutes", typed);
}

function outOfBounds(field: string, typed?: string): DomainError {
  return new DomainError(
    "invalid",
    typed ? `“${shorten(typed, 60)}” is too short or too long. ${bounds}` : bounds,
    field,
  );
}
