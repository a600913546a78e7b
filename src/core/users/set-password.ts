import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../kernel/secrets/password-pair.ts";
import { passwordFault } from "../kernel/secrets/password-fault.ts";
import { useUp } from "../kernel/links/secret-link.ts";
import { requireUserLink } from "./forgotten-password-mailing.ts";
import { setOwnPassword } from "./handed-credentials.ts";

export const setPasswordForm = z.object({ ...passwordPair }).refine(samePasswords, passwordsDiffer);

export type SetPasswordForm = z.infer<typeof setPasswordForm>;

/**
 * Uses a link up, once: its User has this password afterwards, a confirmed e-mail, no other link, and no session.
 * Throws not-found (forged, or replaced), expired (or used), invalid (with a field).
 */
export async function setPassword(
  ctx: Context<Invitee>,
  { token, form }: { token: string; form: SetPasswordForm },
): Promise<User> {
  const { link, user } = await requireUserLink(ctx, "password", token);
  const { id: userId } = user;
  const { requestId } = link;
  const names = [user.username, user.email ?? undefined];
  const passwordHash = await hashPassword(checkedNewPassword(form, names), ctx);
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    // Before the link, in the order of who deletes the User: the other way round the two would wait for each other.
    await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
    await useUp(tx, link, now);
    await setOwnPassword(tx, userId, { passwordHash, now });
    if (requestId) await invalidateCard(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "password-set",
      subject: { kind: "user", id: userId, name: user.username },
      requestId,
    });
  });
  return user;
}

/** The password, where it is one for somebody with these names. Throws invalid, with its field. */
export function checkedNewPassword(form: SetPasswordForm, names: (string | undefined)[]): string {
  const [issue] = setPasswordForm.safeParse(form).error?.issues ?? [];
  if (issue) throw new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  const fault = passwordFault(form.password, names);
  if (fault) throw new DomainError("invalid", fault, "password");
  return form.password;
}
