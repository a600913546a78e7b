import { z } from "zod";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { ConsoleUser, Home } from "../generated/prisma/client.ts";
import { type Job, RunAgain } from "../jobs/job.ts";
import { Trouble } from "../trouble.ts";
import type { RequestKind } from "../requests/request-kind.ts";
import { loadHome } from "./load-home.ts";
import { gatherMs, homeJobName } from "./outdate-home.ts";

const homePayload = z.object({ consoleUserId: z.uuid() });

const againAfterMs = 15_000;

/** The job that brings one Home up to what its rows say now; `kinds` tell what requests are about. */
export function drawHomeJob(kinds: RequestKind<unknown>[]): Job<{ consoleUserId: string }> {
  return {
    name: homeJobName,
    lane: "messages",
    payload: homePayload,
    run: (app, { consoleUserId }) => drawHome(app, kinds, consoleUserId),
  };
}

type ClaimedHome = Home & { consoleUser: ConsoleUser };

async function drawHome(app: App, kinds: RequestKind<unknown>[], consoleUserId: string): Promise<void> {
  const home = await claim(app, consoleUserId);
  if (!home) return;
  try {
    const { chatUserId, removedAt } = home.consoleUser;
    // Nobody to show it to any more; who comes back opens it again.
    if (chatUserId && !removedAt)
      await app.chat.showHome(chatUserId, await loadHome(app, kinds, home.consoleUser));
  } catch (error) {
    return await goOnAfter(app, home, error);
  }
  await record(app, home);
}

/** Undefined where nothing is left to draw. Throws RunAgain where another worker is at it. */
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
  throw new RunAgain(
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
    throw new RunAgain(after(app.clock(), gatherMs), "changed while it was drawn");
}

/** What may pass is tried again; what the chat refuses for good waits for the next change. */
async function goOnAfter(app: App, home: Home, error: unknown): Promise<void> {
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
  throw new RunAgain(at, trouble.message);
}
