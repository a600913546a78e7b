import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { hashPassword } from "../secrets/password.ts";
import { passwordFault } from "../secrets/password-fault.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../secrets/password-pair.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { noticeMailing } from "./notice-mailing.ts";
import { requireOwnSettings } from "./require-own-settings.ts";
import { requirePassword } from "./require-password.ts";

export const changePasswordForm = z
  .object({ oldPassword: z.string(), ...passwordPair })
  .refine(samePasswords, passwordsDiffer);
export type ChangePasswordForm = z.infer<typeof changePasswordForm>;

/**
 * Gives the actor another password for their own. Every other session ends, links to set one or to change the e-mail are
 * dead, and a notice is mailed. Throws forbidden, invalid (with a field), conflict. Returns how many sessions ended.
 */
export async function changePassword(
  ctx: Context<AccountUserActor>,
  form: ChangePasswordForm,
): Promise<number> {
  const user = await requireOwnSettings(ctx);
  const asked = { password: form.oldPassword, field: "oldPassword", for: "a new password" };
  await requirePassword(ctx, user, asked);
  const fault = faultOf(user, form);
  if (fault) throw fault;
  const passwordHash = await hashPassword(form.password);
  const { id, username, email, passwordHash: old } = user;
  const now = ctx.clock();
  return transact(ctx, async (tx, after) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: old },
      data: { passwordHash, mustChangePassword: false },
    });
    if (count === 0)
      throw new DomainError("conflict", "Your password was changed a moment ago. Nothing was done.");
    await tx.passwordLink.deleteMany({ where: { userId: id, usedAt: null } });
    await tx.emailChange.deleteMany({ where: { userId: id, usedAt: null } });
    const ended = await endSessions(tx, { userId: id }, ctx.actor.sessionId);
    const about = { notice: "password-changed", username } as const;
    if (email) await noticeMailing.write(tx, after, { ...about, to: email }, now);
    await recordAudit(tx, ctx, {
      action: "password-changed",
      subject: { kind: "user", id, name: username },
      after: { sessionsEnded: ended },
    });
    return ended;
  });
}

function faultOf({ username, email }: User, form: ChangePasswordForm): DomainError | undefined {
  const [issue] = changePasswordForm.safeParse(form).error?.issues ?? [];
  const fault = passwordFault(form.password, [username, email ?? undefined]);
  if (fault) return new DomainError("invalid", fault, "password");
  if (issue) return new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  if (form.password.normalize("NFKC") === form.oldPassword.normalize("NFKC"))
    return new DomainError("invalid", "This is the password you have. Choose another.", "password");
  return undefined;
}
