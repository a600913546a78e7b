import type { ApiClientActor, Context } from "../context.ts";
import type { User } from "../generated/prisma/client.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { refuseUnapproved } from "../kernel/requests/refuse-unapproved.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { leastOfApplications, passwordFault } from "../kernel/secrets/password-fault.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { isAdministratorAnywhere, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { resetPasswordRequest } from "./reset-password.ts";
import { writePassword } from "./set-password-request.ts";

/**
 * Gives a User the password that an application has chosen. Every session ends, and links to set one or to change the e-mail
 * are dead; a notice is mailed. Throws invalid, conflict, and ApprovalNeeded where the User is Administrator or is about to
 * be: whoever knows the password could act as one.
 */
export async function setUserPassword(
  ctx: Context<ApiClientActor>,
  { username, password }: { username: string; password: string },
): Promise<User> {
  const { user: named, passwordHash } = await chosenPassword(ctx, { username, password });
  const now = ctx.clock();
  return workForPartner(ctx, "reset-password", async (tx, after) => {
    // Before it is asked what the User is: nobody makes them Administrator until the password is theirs no more.
    await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${named.id}::uuid FOR UPDATE`;
    const user = await userNamed(tx, username);
    await refuseInvitedAdministrator(tx, { ...user, field: "userName" }, now);
    const memberships = await tx.membership.findMany({ where: { userId: user.id } });
    await refuseUnapproved(ctx, tx, {
      request: resetPasswordRequest,
      accountIds: memberships.map(({ accountId }) => accountId),
      grantsAdministrator: await isAdministratorAnywhere(tx, user.id, now),
    });
    await writePassword(ctx, tx, after, { user, passwordHash, requestId: null });
    return user;
  });
}

/** The User, and the hash of a password that may be theirs. Throws invalid and not-found. */
export async function chosenPassword(
  ctx: Pick<Context, "db" | "passwordCost">,
  { username, password }: { username: string; password: string },
): Promise<{ user: User; passwordHash: string }> {
  const user = await userNamed(ctx.db, username);
  const fault = passwordFault(password, [user.username, user.email ?? undefined], leastOfApplications);
  if (fault) throw new DomainError("invalid", fault, "password");
  return { user, passwordHash: await hashPassword(password, ctx) };
}

async function userNamed(db: Context["db"] | Transaction, username: string): Promise<User> {
  const user = await db.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (user && !user.apiUserOfId) return user;
  throw new DomainError("not-found", "There is no User with this user ID.", "userName");
}
