import { z } from "zod";
import type { App } from "../context.ts";
import { type ConsoleUser, type Home, Prisma } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import { requireLease, requireNothingLeft, takeLease, whileLeased } from "../kernel/outbox/lease.ts";
import { dueSoon, givenBackUntil, released } from "../kernel/outbox/outbox.ts";
import { Trouble } from "../trouble.ts";
import type { RequestKind } from "../requests/request-kind.ts";
import { frozenWords } from "../console-users/console-user-words.ts";
import { loadHome } from "./load-home.ts";
import { strangerHome } from "./stranger-home.ts";
import { debounceMs, homeJobName, homeOutbox } from "./invalidate-home.ts";

const homePayload = z.object({ consoleUserId: z.uuid() });

const againAfterMs = 15_000;

/** The job that brings one Home up to what its rows say now; `kinds` tell what requests are about. */
export function reconcileHomeJob(kinds: RequestKind<unknown>[]): Job<{ consoleUserId: string }> {
  return {
    name: homeJobName,
    lane: "messages",
    payload: homePayload,
    run: (app, { consoleUserId }) => reconcileHome(app, kinds, consoleUserId),
  };
}

type LeasedHome = Home & { consoleUser: ConsoleUser };

async function reconcileHome(app: App, kinds: RequestKind<unknown>[], consoleUserId: string): Promise<void> {
  const home = await lease(app, consoleUserId);
  if (!home) return;
  await whileLeased(app, homeOutbox, consoleUserId, home, () => reconcileLeased(app, kinds, home));
}

async function reconcileLeased(app: App, kinds: RequestKind<unknown>[], home: LeasedHome): Promise<void> {
  try {
    const { chatUserId, removedAt, frozenAt } = home.consoleUser;
    // Nobody to show it to any more; who comes back opens it again.
    if (chatUserId && !removedAt)
      await app.chat.showHome(
        chatUserId,
        frozenAt ? strangerHome(frozenWords) : await loadHome(app, kinds, home.consoleUser),
      );
  } catch (error) {
    return await retryOrFail(app, home, error);
  }
  await record(app, home);
}

/** Undefined where nothing is left to draw. Throws RescheduleJob where another worker is at it. */
async function lease(app: App, consoleUserId: string): Promise<LeasedHome | undefined> {
  const which = Prisma.sql`"consoleUserId" = ${consoleUserId}::uuid`;
  const home = await takeLease<Home>(app, homeOutbox, which);
  if (!home) await requireNothingLeft(app, homeOutbox, which);
  const consoleUser = home && (await app.db.consoleUser.findUnique({ where: { id: consoleUserId } }));
  return home && consoleUser ? { ...home, consoleUser } : undefined;
}

async function record(app: App, { consoleUserId, generation, lease }: Home): Promise<void> {
  const written = await app.db.home.updateManyAndReturn({
    where: { consoleUserId, lease },
    data: { observedGeneration: generation, ...released, ...dueSoon(app.clock(), debounceMs) },
    select: { generation: true, observedGeneration: true },
  });
  requireLease({ count: written.length });
  if (written.some((row) => row.generation > row.observedGeneration))
    throw new RescheduleJob(debounceMs, "changed while it was drawn");
}

/** What may pass is tried again; what the chat refuses for good waits for the next change. */
async function retryOrFail(app: App, home: Home, error: unknown): Promise<void> {
  const { consoleUserId, generation, lease } = home;
  const mine = { consoleUserId, lease };
  const trouble = error instanceof Trouble ? error : undefined;
  if (trouble && !trouble.passing) {
    app.log.error({ err: error, consoleUserId }, "the chat does not take this Home");
    const data = { ...released, observedGeneration: generation };
    requireLease(await app.db.home.updateMany({ where: mine, data }));
    return;
  }
  const waitMs = trouble?.retryAfterMs ?? againAfterMs;
  const data = givenBackUntil(new Date(app.clock().getTime() + waitMs));
  requireLease(await app.db.home.updateMany({ where: mine, data }));
  if (!trouble) throw error;
  throw new RescheduleJob(waitMs, trouble.message);
}
