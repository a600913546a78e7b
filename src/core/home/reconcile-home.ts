import { z } from "zod";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { ConsoleUser, Home } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import { Trouble } from "../trouble.ts";
import type { RequestKind } from "../requests/request-kind.ts";
import { frozenWords } from "../console-users/console-user-words.ts";
import { loadHome } from "./load-home.ts";
import { strangerHome } from "./stranger-home.ts";
import { debounceMs, homeJobName } from "./invalidate-home.ts";

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

type ClaimedHome = Home & { consoleUser: ConsoleUser };

async function reconcileHome(app: App, kinds: RequestKind<unknown>[], consoleUserId: string): Promise<void> {
  const home = await claim(app, consoleUserId);
  if (!home) return;
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
async function claim(app: App, consoleUserId: string): Promise<ClaimedHome | undefined> {
  const now = app.clock();
  const outdated = { consoleUserId, drawnVersion: { lt: app.db.home.fields.wantedVersion } };
  const { count } = await app.db.home.updateMany({
    where: { ...outdated, OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
    data: { claimedUntil: after(now, app.claimMs) },
  });
  const home = await app.db.home.findFirst({ where: outdated, include: { consoleUser: true } });
  if (!home || count === 1) return home ?? undefined;
  const soon = after(now, 1000);
  throw new RescheduleJob(
    home.claimedUntil && home.claimedUntil < soon ? home.claimedUntil : soon,
    "another worker draws this Home",
  );
}

async function record(app: App, { consoleUserId, wantedVersion }: Home): Promise<void> {
  const [now] = await app.db.home.updateManyAndReturn({
    where: { consoleUserId },
    data: { drawnVersion: wantedVersion, claimedUntil: null },
    select: { wantedVersion: true, drawnVersion: true },
  });
  if (now && now.wantedVersion > now.drawnVersion)
    throw new RescheduleJob(after(app.clock(), debounceMs), "changed while it was drawn");
}

/** What may pass is tried again; what the chat refuses for good waits for the next change. */
async function retryOrFail(app: App, home: Home, error: unknown): Promise<void> {
  const { consoleUserId, wantedVersion } = home;
  const trouble = error instanceof Trouble ? error : undefined;
  if (trouble && !trouble.passing) {
    app.log.error({ err: error, consoleUserId }, "the chat does not take this Home");
    const data = { drawnVersion: wantedVersion, claimedUntil: null };
    await app.db.home.updateMany({ where: { consoleUserId }, data });
    return;
  }
  const at = after(app.clock(), trouble?.retryAfterMs ?? againAfterMs);
  await app.db.home.updateMany({ where: { consoleUserId }, data: { claimedUntil: null, enqueuedAt: at } });
  if (!trouble) throw error;
  throw new RescheduleJob(at, trouble.message);
}
