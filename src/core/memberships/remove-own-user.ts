import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { changeAtLevel } from "../kernel/levels/require-level.ts";
import { endDueGrants } from "./record-grant-end.ts";
import { removeMembership } from "./remove-user.ts";
import { refuseLastGone } from "./tick-administrators.ts";

/**
 * Takes the Account from one of its users, for one of its own Administrators; the User stays, with every other Account. Throws
 * not-found, forbidden (oneself), conflict (the last Administrator, or the Account's API User).
 */
export async function removeOwnUser(
  ctx: Context<AccountUserActor>,
  { accountId, userId }: { accountId: string; userId: string },
): Promise<void> {
  const asked = { accountId, needs: "Administrator", for: "user list" } as const;
  await endDueGrants(ctx, { membership: { accountId } });
  await changeAtLevel(ctx, asked, async (tx, _own, after) => {
    if (userId === ctx.actor.id)
      throw new DomainError("forbidden", "You cannot remove yourself. Ask another Administrator.");
    const user = await tx.user.findUnique({ where: { id: userId }, select: { apiUserOfId: true } });
    if (user?.apiUserOfId)
      throw new DomainError("conflict", "Programs act as this user. Ask your contact to remove it.");
    await refuseLastGone(ctx, tx, accountId, async () => {
      const outcome = await removeMembership(ctx, tx, after, { userId, accountId, requestId: null });
      if (outcome === "already")
        throw new DomainError("not-found", "This user is no longer on the account. Nothing was changed.");
      return outcome === "removed-last";
    });
  });
}
