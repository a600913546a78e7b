import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { User } from "../generated/prisma/client.ts";
import { findUser } from "./find-user.ts";
import { type InvitationOfUser, openInvitationsOf } from "./open-invitations-of.ts";
import { unshownRequest } from "./show-temporary-password.ts";

export interface UserProfile {
  user: User;
  accounts: number;
  invitations: InvitationOfUser[];
  /** The caller's Request whose temporary password can still be shown. */
  temporaryPassword: string | undefined;
}

/** What one look at a User tells, but for the Accounts, which are read page by page. */
export async function lookUpUser(ctx: Context<ConsoleUserActor>, words: string): Promise<UserProfile> {
  await requirePermission(ctx, "users:view", "user");
  const user = await findUser(ctx, words);
  const [accounts, invitations, temporaryPassword] = await Promise.all([
    ctx.db.membership.count({ where: { userId: user.id } }),
    openInvitationsOf(ctx.db, { emailKey: user.emailKey, now: ctx.clock() }),
    unshownRequest(ctx, user),
  ]);
  return { user, accounts, invitations, temporaryPassword };
}
