import { after, days } from "../clock.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { addressKey } from "../text/identity-key.ts";
import { type LoadedInvitation } from "./load-invitation.ts";

/** How far back the list of pending invitations goes. */
export const listedDays = 90;

interface Listed {
  accountId?: string | undefined;
  /** The whole address. */
  email?: string | undefined;
  /** The id after which the page begins. */
  after?: string | undefined;
  take: number;
}

/** Invitations that are open or have expired, newest last. */
export async function listInvitations(
  ctx: Context<ConsoleUserActor>,
  { accountId, email, after: last, take }: Listed,
): Promise<LoadedInvitation[]> {
  await requirePermission(ctx, "users:view", "invitations");
  return pendingInvitations(ctx, { accountId, email, after: last, take });
}

/** The same; the caller has made sure that the actor may see them. */
export function pendingInvitations(
  ctx: Context,
  { accountId, email, after: last, take }: Listed,
): Promise<LoadedInvitation[]> {
  return ctx.db.invitation.findMany({
    where: {
      id: { gt: last ?? firstIdAt(after(ctx.clock(), -days(listedDays))) },
      acceptedAt: null,
      revokedAt: null,
      ...(accountId && { accountId }),
      ...(email && { emailKey: addressKey(email) }),
    },
    include: { account: true },
    orderBy: { id: "asc" },
    take,
  });
}

/** Ids begin with the time at which they were made (UUID version 7), so that the list needs no index of its own. */
function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
