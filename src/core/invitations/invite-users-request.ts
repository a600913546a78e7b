import { hint } from "../kernel/text/command-hint.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { inviteUsersCard } from "./invite-users-card.ts";
import { inviteUsersInput } from "./read-address-file.ts";
import { planBulkInvitation } from "./plan-bulk-invitation.ts";
import pLimit from "p-limit";
import { isActive, whyInactive } from "../kernel/access/access.ts";
import { consoleUserActor } from "../kernel/access/console-user-actor.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma, RequestItem } from "../generated/prisma/client.ts";
import { NotApproved, requireApproved } from "../kernel/requests/require-approved.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { inviteItem } from "./invite-item.ts";
import { readEntry } from "./read-addresses.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";

const everyMs = 1000;

/**
 * To be called before each step of a long job. About once a second it tells that the job is getting on, so that it keeps its
 * lease, and has the card say how far it is. Throws LeaseLost where the row is another worker's by now.
 */
function reportProgress(ctx: Context, request: RequestRow): () => Promise<void> {
  const { id, lease } = request;
  let reportedAt = ctx.clock().getTime();
  return async () => {
    const now = ctx.clock();
    if (now.getTime() < reportedAt + everyMs) return;
    reportedAt = now.getTime();
    await transact(ctx, async (tx, after) => {
      // What went wrong before counts no more.
      const mine = { id, lease, status: "queued" } as const;
      requireLease(await tx.request.updateMany({ where: mine, data: { attempts: 0 } }));
      await invalidateCard(tx, after, id, now);
    });
    request.attempts = 0;
    ctx.leases.progress(id, lease);
  };
}

const itemsAtOnce = 50;
/** So many may be in doubt when a worker is killed, and are then sent again as the same mail. */
const mailsAtOnce = 2;

/**
 * Works through the items that are not finished, a chunk at a time, each on its own. Started again after a crash or an
 * outage it goes on where it was: what an item records is not done again.
 */
async function runBulkInvitation(ctx: Context<ConsoleUserActor>, request: RequestRow): Promise<string> {
  const stillOurs = reportProgress(ctx, request);
  const goThrough = async (ids: string[], asking: () => Promise<Context<ConsoleUserActor>>) => {
    for (let at = 0; at < ids.length; at += itemsAtOnce) {
      const asker = await asking();
      await each(await load(ctx, ids.slice(at, at + itemsAtOnce)), async (item) => {
        await stillOurs();
        await inviteItem(asker, request, item);
      });
    }
  };
  try {
    await goThrough(await unfinished(ctx, request), () => stillAllowed(ctx, request));
  } catch (error) {
    if (!(error instanceof NotApproved) || !error.approval) throw error;
    // What is applied is done, whatever becomes of those who approved it: its mail goes, and the rest alone waits.
    await goThrough(await unfinished(ctx, request, applied), async () => ctx);
    await requireMailed(ctx, request, applied);
    if ((await unfinished(ctx, request)).length > 0) throw error;
  }
  await requireMailed(ctx, request);
  return "all-answered";
}

const applied: Prisma.RequestItemWhereInput = { outcome: { not: null } };

async function requireMailed(
  { db }: Context,
  { id }: RequestRow,
  which: Prisma.RequestItemWhereInput = {},
): Promise<void> {
  const left = await db.requestItem.count({ where: { requestId: id, finishedAt: null, ...which } });
  if (left === 0) return;
  const sentence = `The mail server did not take ${left === 1 ? "1 mail" : `${left} mails`} yet.`;
  throw new ExternalError(sentence, { retryable: true, reason: "items-left" });
}

/** Those that had no trouble yet come first: one that is in the way of others is tried after them. */
async function unfinished(
  { db }: Context,
  { id }: RequestRow,
  which: Prisma.RequestItemWhereInput = {},
): Promise<string[]> {
  const items = await db.requestItem.findMany({
    where: { requestId: id, finishedAt: null, ...which },
    orderBy: [{ trouble: { sort: "asc", nulls: "first" } }, { position: "asc" }],
    select: { id: true },
  });
  return items.map((item) => item.id);
}

async function load({ db }: Context, ids: string[]): Promise<RequestItem[]> {
  const items = await db.requestItem.findMany({ where: { id: { in: ids }, finishedAt: null } });
  return items.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/**
 * A few at a time, and those of one address for one Account in their order. The first that cannot go on keeps those from
 * starting that have not.
 */
async function each(items: RequestItem[], work: (item: RequestItem) => Promise<void>): Promise<void> {
  const limit = pLimit(mailsAtOnce);
  const failures: unknown[] = [];
  const one = async (item: RequestItem): Promise<void> => {
    if (failures.length > 0) return;
    await work(item).catch((error: unknown) => void failures.push(error));
  };
  const latest = new Map<string, Promise<void>>();
  for (const item of items) {
    const same = `${addressKey(readEntry(item.subject).address)} ${item.accountId}`;
    const before = latest.get(same) ?? Promise.resolve();
    latest.set(
      same,
      before.then(() => limit(() => one(item))),
    );
  }
  await Promise.all(latest.values());
  if (failures.length > 0) throw failures[0];
}

/** It may run for long. For each address that is applied, the transaction looks at the requester once more. */
async function stillAllowed(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
): Promise<Context<ConsoleUserActor>> {
  await requireApproved(ctx, request);
  const user = await ctx.db.consoleUser.findUnique({ where: { id: request.requesterId ?? ctx.actor.id } });
  if (!user || !isActive(user)) {
    throw new DomainError("forbidden", `The person who asked for this ${whyInactive(user)}.`);
  }
  const asker = { ...ctx, actor: consoleUserActor(user, "job") };
  await requirePermission(asker, "users:edit", "invite-users");
  return asker;
}

/** Many addresses, in one Request with an item for each. */
export const inviteUsersRequest = defineRequest({
  kind: "invite-users",
  input: inviteUsersInput,
  needs: "users:edit",
  undo: `${hint("invitations")} lists the invitations, so that you can revoke them.`,
  plan: planBulkInvitation,
  judgesParts: true,
  run: runBulkInvitation,
  card: inviteUsersCard,
});
