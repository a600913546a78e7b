import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";

const include = { account: { select: { name: true, apiId: true } } } as const;

export type BulkInvitation = Prisma.RequestGetPayload<{ include: typeof include }>;

/** The latest bulk invitations that the caller asked for, the newest first. */
export async function latestBulkInvitations(
  ctx: Context<ConsoleUserActor>,
  take: number,
): Promise<BulkInvitation[]> {
  await requirePermission(ctx, "users:view", "invite-results");
  return ctx.db.request.findMany({
    where: { requesterId: ctx.actor.id, kind: "invite-users" },
    orderBy: { createdAt: "desc" },
    take,
    include,
  });
}
