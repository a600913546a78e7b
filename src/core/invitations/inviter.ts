import { nameOf } from "../console-users/console-user-name.ts";
import type { App } from "../context.ts";
import type { Invitation } from "../generated/prisma/client.ts";
import { userLabel } from "../users/user-name.ts";

export interface Inviter {
  name: string;
  /** Of the Partner's team, or else an Administrator of the Account. */
  ofPartner: boolean;
}

/** Who invites, as far as that is on record. */
export async function inviterOf(
  { db }: Pick<App, "db">,
  { requestId, invitedById }: Pick<Invitation, "requestId" | "invitedById">,
): Promise<Inviter | undefined> {
  const user = invitedById && (await db.user.findUnique({ where: { id: invitedById } }));
  if (user) return { name: userLabel(user), ofPartner: false };
  const include = { requester: true } as const;
  const request = requestId && (await db.request.findUnique({ where: { id: requestId }, include }));
  return request && request.requester ? { name: nameOf(request.requester), ofPartner: true } : undefined;
}
