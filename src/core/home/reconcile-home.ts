import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { z } from "zod";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { type ConsoleUser, type Home, Prisma } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import { requireLease, requireNothingLeft, takeLease, whileLeased } from "../kernel/outbox/lease.ts";
import { dueSoon, givenBackUntil, released } from "../kernel/outbox/outbox.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { inactiveWords } from "../console-users/identify-caller.ts";
import { debounceMs, homeJobName, homeOutbox } from "../kernel/requests/invalidate-card.ts";
import { readAudit, withNames, type ListedEvent } from "../audit/list-audit.ts";
import { after, days } from "../kernel/time/clock.ts";
import { consoleUserActor, nameOf } from "../kernel/access/console-user-actor.ts";
import { accessWords, allows, isActive } from "../kernel/access/access.ts";
import { draftLifeMs } from "../kernel/requests/confirm-request.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { planToShow } from "../kernel/requests/administrators-to-be.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { failedRows, activityRow, draftRow, invitationRow, moreRow, requestRow } from "./home-rows.ts";
import { cloudRows } from "./cloud-rows.ts";
import { approvalRows, waitingRows } from "./approval-rows.ts";
import type { HomeRow, HomeSection, HomeView } from "../kernel/chat/chat.ts";
import { openingRows } from "./openings.ts";
import { hint } from "../kernel/text/command-hint.ts";

const rowsAtMost = 5;
/** Only so far back are invitations looked for; most have ended long before. */
const invitationsSinceDays = 30;

/** Everything that a Console User's Home shows, as it is now. Of others' doings only what `audit: view` allows. */
async function loadHome(app: App, user: ConsoleUser): Promise<HomeView> {
  const ctx = { ...app, actor: consoleUserActor(user, "job") };
  const mayDo = openingRows(ctx.actor);
  const sections: HomeSection[] = [
    { title: "Waits for you", rows: await drafts(ctx) },
    { title: "Waits for your approval", rows: await approvalRows(app, user) },
    { title: "Failed: retry or cancel", rows: await failedRows(ctx) },
    { title: "Done here, not in Cyclr's cloud", rows: await cloudRows(ctx) },
    {
      title: "Your open requests",
      rows: [...(await waitingRows(app, user)), ...(await openRequests(ctx))],
    },
    { title: "What you may do", rows: mayDo.length > 1 ? mayDo : [{ words: nothingToDo }, ...mayDo] },
    { title: "Your invitations that are not accepted yet", rows: await pendingInvitations(ctx) },
    { title: "Recent activity", rows: (await recentActivity(ctx)).map(activityRow) },
  ];
  return {
    title: "Cyclr Access",
    lead: `${isolate(nameOf(user))} · ${accessWords(ctx.actor)}`,
    sections: sections.filter(({ rows }) => rows.length > 0),
    footer: ["As of ", { time: app.clock() }, `. ${hint("help")} lists all commands.`],
  };
}

const nothingToDo = `You may see ${hint("dashboard")} and ${hint("report")}. ${hint("whoami")} shows what your permissions allow, and ${hint("why")} who can give you more.`;

const include = { account: true } as const;
type HomeRequest = Prisma.RequestGetPayload<{ include: typeof include }>;

async function drafts(ctx: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  const { db, actor, clock } = ctx;
  const found = await db.request.findMany({
    where: { requesterId: actor.id, status: "draft", createdAt: { gt: after(clock(), -draftLifeMs) } },
    orderBy: { createdAt: "desc" },
    take: rowsAtMost,
    include,
  });
  const rows: HomeRow[] = [];
  for (const request of found) rows.push(draftRow(request, await planOf(ctx, request)));
  return rows;
}

async function openRequests(ctx: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  const where = { requesterId: ctx.actor.id, status: "queued" } as const;
  const [found, count] = await Promise.all([
    ctx.db.request.findMany({ where, orderBy: { createdAt: "desc" }, take: rowsAtMost, include }),
    ctx.db.request.count({ where }),
  ]);
  const rows: HomeRow[] = [];
  for (const request of found) rows.push(requestRow(request, await planOf(ctx, request)));
  return [...rows, ...moreRow(count - found.length)];
}

/** What a Request is about. Undefined where that cannot be said any more. */
async function planOf(ctx: Context<ConsoleUserActor>, request: HomeRequest): Promise<Plan | undefined> {
  const kind = ctx.requestKinds.get(request.kind);
  return kind && planToShow(ctx, kind, request, ctx.actor);
}

async function pendingInvitations({ db, actor, clock }: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  if (!allows(actor, "users:view")) return [];
  const now = clock();
  const since = { createdAt: { gte: after(now, -days(invitationsSinceDays)) } };
  const where = { ...openInvitationsAt(now), request: { requesterId: actor.id, ...since } };
  const [found, count] = await Promise.all([
    db.invitation.findMany({
      where,
      orderBy: { id: "desc" },
      take: rowsAtMost,
      include: { ...include, link: true },
    }),
    db.invitation.count({ where }),
  ]);
  return [...found.map(invitationRow), ...moreRow(count - found.length)];
}

const requestsLookedAt = 20;

async function recentActivity(ctx: Context<ConsoleUserActor>): Promise<ListedEvent[]> {
  const { db, actor } = ctx;
  if (allows(actor, "audit:view")) return (await readAudit(ctx, { take: rowsAtMost })).events;
  const mine = await db.request.findMany({
    where: { requesterId: actor.id },
    orderBy: { createdAt: "desc" },
    take: requestsLookedAt,
    select: { id: true },
  });
  const events = await db.auditEvent.findMany({
    where: { requestId: { in: mine.map(({ id }) => id) } },
    orderBy: { id: "desc" },
    take: rowsAtMost,
  });
  return withNames(db, events);
}

const homePayload = z.object({ consoleUserId: z.uuid() });

const againAfterMs = 15_000;

/** The job that brings one Home up to what its rows say now. */
export const reconcileHomeJob: Job<{ consoleUserId: string }> = {
  name: homeJobName,
  lane: "messages",
  payload: homePayload,
  run: (app, { consoleUserId }) => reconcileHome(app, consoleUserId),
};

type LeasedHome = Home & { consoleUser: ConsoleUser };

async function reconcileHome(app: App, consoleUserId: string): Promise<void> {
  const home = await lease(app, consoleUserId);
  if (!home) return;
  await whileLeased(app, homeOutbox, consoleUserId, home, () => reconcileLeased(app, home));
}

async function reconcileLeased(app: App, home: LeasedHome): Promise<void> {
  try {
    const { consoleUser } = home;
    const { chatUserId, removedAt } = consoleUser;
    // Nobody to show it to any more; who comes back opens it again.
    if (chatUserId && !removedAt)
      await app.chat.showHome(
        chatUserId,
        isActive(consoleUser) ? await loadHome(app, consoleUser) : strangerHome(inactiveWords(consoleUser)),
      );
  } catch (error) {
    return await retryOrFail(app, home, error);
  }
  await record(app, home);
}

/** Undefined where nothing is left to draw. Throws RescheduleJob where another worker is at it. */
async function lease(app: App, consoleUserId: string): Promise<LeasedHome | undefined> {
  const which = { consoleUserId };
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
  const trouble = error instanceof ExternalError ? error : undefined;
  if (trouble && !trouble.retryable) {
    app.log.error({ err: error, consoleUserId }, "the chat does not take this Home");
    const data = { ...released, observedGeneration: generation };
    requireLease(await app.db.home.updateMany({ where: mine, data }));
    return;
  }
  app.metrics.count("cyclr_retries_total", { what: "home" });
  const waitMs = trouble?.retryAfterMs ?? againAfterMs;
  const data = givenBackUntil(new Date(app.clock().getTime() + waitMs));
  requireLease(await app.db.home.updateMany({ where: mine, data }));
  if (!trouble) throw error;
  throw new RescheduleJob(waitMs, trouble.message);
}

/** The Home of somebody who is no Console User: why, and who to ask. */
export function strangerHome(sentence: string): HomeView {
  return {
    title: "Cyclr Access",
    lead: sentence,
    sections: [],
    footer: "Once you are a Console User, open this tab again.",
  };
}
