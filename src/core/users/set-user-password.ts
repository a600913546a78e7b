import type { ApiClientActor, Context } from "../context.ts";
import type { User } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { withdrawLinks } from "../kernel/links/secret-link.ts";
import { refuseUnapproved } from "../kernel/requests/refuse-unapproved.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { leastOfApplications, passwordFault } from "../kernel/secrets/password-fault.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { isAdministratorAnywhere, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { noticeMailing } from "./notice-mailing.ts";
import { askAnewToRaise } from "./raising-requests.ts";
import { resetPasswordRequest } from "./reset-password.ts";

/**
 * Gives a User the password that an application has chosen. Every session ends, and links to set one or to change the e-mail
 * are dead; a notice is mailed. Throws invalid, conflict, and ApprovalNeeded where the User is Administrator or is about to
 * be: whoever knows the password could act as one.
 */
export async function setUserPassword(
  ctx: Context<ApiClientActor>,
  { username, password }: { username: string; password: string },
): Promise<User> {
  const named = await userNamed(ctx.db, username);
  const fault = passwordFault(password, [named.username, named.email ?? undefined], leastOfApplications);
  if (fault) throw new DomainError("invalid", fault, "password");
  const passwordHash = await hashPassword(password);
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
    const data = { passwordHash, mustChangePassword: false, ownPasswordAt: null };
    await tx.user.update({ where: { id: user.id }, data, select: { id: true } });
    await withdrawLinks(tx, { userId: user.id, purpose: { in: ["password", "email"] } });
    await endSessions(tx, { userId: user.id });
    const because = `The application ${ctx.actor.name} has set the password of ${user.username} after this was requested. It needs approval again.`;
    await askAnewToRaise(ctx, tx, after, { user, because });
    const about = { notice: "password-set", username: user.username, by: ctx.actor.name } as const;
    if (user.email) await noticeMailing.write(tx, after, { ...about, to: user.email }, now);
    await recordAudit(tx, ctx, {
      action: "password-set",
      subject: { kind: "user", id: user.id, name: user.username },
    });
    return user;
  });
}

async function userNamed(db: Context["db"] | Transaction, username: string): Promise<User> {
  const user = await db.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (user && !user.apiUserOfId) return user;
  throw new DomainError("not-found", "There is no User with this user ID.", "userName");
}
