import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import { hashPassword } from "../secrets/password.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../secrets/password-pair.ts";
import { passwordFault } from "../secrets/password-fault.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { type FoundPasswordLink, findPasswordLink } from "./find-password-link.ts";

export const setPasswordForm = z.object({ ...passwordPair }).refine(samePasswords, passwordsDiffer);

export type SetPasswordForm = z.infer<typeof setPasswordForm>;

/**
 * Uses a link up, once: its User has this password afterwards, no other link, and no session.
 * Throws not-found (forged, or replaced), expired (or used), invalid (with a field).
 */
export async function setPassword(
  ctx: Context<Invitee>,
  { token, form }: { token: string; form: SetPasswordForm },
): Promise<User> {
  const found = await findPasswordLink(ctx, token);
  if (!found) throw new DomainError("not-found", "This link is not one of ours.");
  if (found.state !== "open") throw new DomainError("expired", `This link is ${found.state}.`);
  const { id, userId, requestId, user } = found.link;
  const passwordHash = await hashPassword(checkedPassword(found, form));
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    const { count } = await tx.passwordLink.updateMany({
      where: { id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now, tokenSealed: null },
    });
    if (count === 0) throw new DomainError("expired", "This link was used, or ended, a moment ago.");
    await tx.passwordLink.deleteMany({ where: { userId, usedAt: null } });
    await tx.user.update({ where: { id: userId }, data: { passwordHash, mustChangePassword: false } });
    // After the password, so that nobody signs in with the old one in between: see sign-in.ts.
    await endSessions(tx, { userId });
    if (requestId) await invalidateCard(tx, after, requestId, now);
    await recordAudit(tx, ctx.actor, {
      action: "password-set",
      subject: { kind: "user", id: userId, name: user.username },
      ...(requestId && { requestId }),
    });
  });
  return user;
}

function checkedPassword({ link: { user } }: FoundPasswordLink, form: SetPasswordForm): string {
  const [issue] = setPasswordForm.safeParse(form).error?.issues ?? [];
  if (issue) throw new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  const fault = passwordFault(form.password, [user.username, user.email ?? undefined]);
  if (fault) throw new DomainError("invalid", fault, "password");
  return form.password;
}
