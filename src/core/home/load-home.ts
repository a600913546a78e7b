import { readAudit, withAccounts, type ListedEvent } from "../audit/list-audit.ts";
import { after, days } from "../clock.ts";
import { consoleUserActor } from "../console-users/console-user-actor.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import { allows } from "../console-users/permission-grid.ts";
import { accessWords } from "../console-users/permission-words.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { ConsoleUser, Prisma } from "../generated/prisma/client.ts";
import { draftLifeMs } from "../requests/confirm-request.ts";
import type { Plan } from "../requests/plan.ts";
import { planToShow } from "../requests/plan-to-show.ts";
import type { RequestKind } from "../requests/request-kind.ts";
import { isolate } from "../text/isolate.ts";
import { failedRows } from "./failed-rows.ts";
import { approvalRows, waitingRows } from "./approval-rows.ts";
import { activityRow, draftRow, invitationRow, moreRow, requestRow } from "./home-rows.ts";
import type { HomeRow, HomeSection, HomeView } from "./home-view.ts";
import { openingRows } from "./openings.ts";

const rowsAtMost = 5;
/** Only so far back are invitations looked for; most have ended long before. */
const invitationsSinceDays = 30;

/** Everything that a Console User's Home shows, as it is now. Of others' doings only what `audit: view` allows. */
export async function loadHome(
  app: App,
  kinds: RequestKind<unknown>[],
  user: ConsoleUser,
): Promise<HomeView> {
  const ctx = { ...app, actor: consoleUserActor(user, "job") };
  const mayDo = openingRows(ctx.actor);
  const sections: HomeSection[] = [
    { title: "Waits for you", rows: await drafts(ctx, kinds) },
    { title: "Waits for your approval", rows: await approvalRows(app, kinds, user) },
    { title: "Failed, to be decided", rows: await failedRows(ctx) },
    {
      title: "Your open requests",
      rows: [...(await waitingRows(app, kinds, user)), ...(await openRequests(ctx, kinds))],
    },
    { title: "What you may do", rows: mayDo.length > 1 ? mayDo : [{ words: nothingToDo }, ...mayDo] },
    { title: "Your invitations that are not accepted yet", rows: await pendingInvitations(ctx) },
    { title: "Recent activity", rows: (await recentActivity(ctx)).map(activityRow) },
  ];
  return {
    title: "Cyclr Access",
    lead: `${isolate(nameOf(user))} · ${accessWords(ctx.actor)}`,
    sections: sections.filter(({ rows }) => rows.length > 0),
    footer: ["As of ", { time: app.clock() }, ". /cyclr help tells everything there is."],
  };
}

const nothingToDo =
  "You may see /cyclr dashboard and /cyclr report. /cyclr whoami tells what your permissions allow, and /cyclr why who can give you more.";

const include = { account: true } as const;
export type HomeRequest = Prisma.RequestGetPayload<{ include: typeof include }>;

async function drafts(ctx: Context<ConsoleUserActor>, kinds: RequestKind<unknown>[]): Promise<HomeRow[]> {
  const { db, actor, clock } = ctx;
  const found = await db.request.findMany({
    where: { requesterId: actor.id, status: "draft", createdAt: { gt: after(clock(), -draftLifeMs) } },
    orderBy: { createdAt: "desc" },
    take: rowsAtMost,
    include,
  });
  const rows: HomeRow[] = [];
  for (const request of found) rows.push(draftRow(request, await planOf(ctx, kinds, request)));
  return rows;
}

async function openRequests(
  ctx: Context<ConsoleUserActor>,
  kinds: RequestKind<unknown>[],
): Promise<HomeRow[]> {
  const where = { requesterId: ctx.actor.id, status: "queued" } as const;
  const [found, count] = await Promise.all([
    ctx.db.request.findMany({ where, orderBy: { createdAt: "desc" }, take: rowsAtMost, include }),
    ctx.db.request.count({ where }),
  ]);
  const rows: HomeRow[] = [];
  for (const request of found) rows.push(requestRow(request, await planOf(ctx, kinds, request)));
  return [...rows, ...moreRow(count - found.length)];
}

/** What a Request is about. Undefined where that cannot be said any more. */
async function planOf(
  ctx: Context<ConsoleUserActor>,
  kinds: RequestKind<unknown>[],
  request: HomeRequest,
): Promise<Plan | undefined> {
  const kind = kinds.find((one) => one.kind === request.kind);
  return kind && planToShow(ctx, kind, request, ctx.actor);
}

async function pendingInvitations({ db, actor, clock }: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  if (!allows(actor, "users:view")) return [];
  const now = clock();
  const since = { createdAt: { gte: after(now, -days(invitationsSinceDays)) } };
  const open = { acceptedAt: null, revokedAt: null, expiredAt: null, expiresAt: { gt: now } };
  const where = { ...open, request: { requesterId: actor.id, ...since } };
  const [found, count] = await Promise.all([
    db.invitation.findMany({ where, orderBy: { id: "desc" }, take: rowsAtMost, include }),
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
  return withAccounts(db, events);
}
