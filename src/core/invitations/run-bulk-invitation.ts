import pLimit from "p-limit";
import { consoleUserActor } from "../console-users/console-user-actor.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { RequestItem } from "../generated/prisma/client.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { requireApproved } from "../requests/require-approved.ts";
import { Trouble } from "../trouble.ts";
import { inviteItem } from "./invite-item.ts";
import type { InviteUsersInput } from "./invite-users-input.ts";
import { renewLease } from "./renew-lease.ts";

const itemsAtOnce = 50;
/** So many may be in doubt when a worker is killed, and are then sent again as the same mail. */
const mailsAtOnce = 2;

/**
 * Works through the items that are not finished, a chunk at a time, each on its own. Started again after a crash or an
 * outage it goes on where it was: what an item records is not done again.
 */
export async function runBulkInvitation(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  input: InviteUsersInput,
): Promise<string> {
  const stillOurs = renewLease(ctx, request);
  let items = await unfinished(ctx, request, -1);
  while (items.length > 0) {
    const asker = await stillAllowed(ctx, request);
    await each(items, async (item) => {
      await stillOurs();
      await inviteItem(asker, request, input, item);
    });
    items = await unfinished(ctx, request, items.at(-1)?.position ?? 0);
  }
  const left = await ctx.db.requestItem.count({ where: { requestId: request.id, finishedAt: null } });
  if (left === 0) return "all-answered";
  const sentence = `The mail server did not take ${left === 1 ? "1 mail" : `${left} mails`} yet.`;
  throw new Trouble(sentence, { passing: true, reason: "items-left" });
}

function unfinished({ db }: Context, { id }: RequestRow, last: number): Promise<RequestItem[]> {
  return db.requestItem.findMany({
    where: { requestId: id, finishedAt: null, position: { gt: last } },
    orderBy: { position: "asc" },
    take: itemsAtOnce,
  });
}

/** A few at a time. The first that cannot go on keeps those from starting that have not. */
async function each(items: RequestItem[], work: (item: RequestItem) => Promise<void>): Promise<void> {
  const limit = pLimit(mailsAtOnce);
  const failures: unknown[] = [];
  const one = async (item: RequestItem): Promise<void> => {
    if (failures.length > 0) return;
    await work(item).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(items.map((item) => limit(() => one(item))));
  if (failures.length > 0) throw failures[0];
}

/** It may run for long: what was taken from its requester in the meantime counts from the next chunk on. */
async function stillAllowed(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
): Promise<Context<ConsoleUserActor>> {
  await requireApproved(ctx, ctx.db, request);
  const user = await ctx.db.consoleUser.findUnique({ where: { id: request.requesterId ?? ctx.actor.id } });
  if (!user || user.removedAt) {
    throw new DomainError("forbidden", "The person who asked for this is no longer a Console User.");
  }
  const asker = { ...ctx, actor: consoleUserActor(user, "job") };
  await requirePermission(asker, "users:edit", "invite-users");
  return asker;
}
