import { randomUUID } from "node:crypto";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { after as later, hours } from "../clock.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { seal } from "../secrets/seal.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { emailChangeMailing, emailChangePurpose } from "./email-change-mailing.ts";
import { requireOwnSettings } from "./require-own-settings.ts";
import { requirePassword } from "./require-password.ts";

export const emailChangeForm = z.object({ email, password: z.string() });
export type EmailChangeForm = z.infer<typeof emailChangeForm>;

const lifeMs = hours(24);

/**
 * Has a link mailed to a new address of the actor; until it is followed nothing changes. An earlier one is dead. Says
 * nothing of whether the address is another User's: that is told to whoever reads its mail. Throws forbidden, invalid.
 */
export async function requestEmailChange(
  ctx: Context<AccountUserActor>,
  form: EmailChangeForm,
): Promise<void> {
  const user = await requireOwnSettings(ctx);
  const read = emailChangeForm.safeParse(form);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
  }
  const asked = { password: form.password, field: "password", for: "another e-mail" };
  await requirePassword(ctx, user, asked);
  const emailKey = addressKey(read.data.email);
  // One that nobody has confirmed yet can be confirmed this way.
  if (emailKey === user.emailKey && user.emailConfirmedAt !== null)
    throw new DomainError("invalid", "This is your e-mail already. Nothing was changed.", "email");
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    await tx.emailChange.deleteMany({ where: { userId: user.id, usedAt: null } });
    const [id, token] = [randomUUID(), newToken()];
    await tx.emailChange.create({
      data: {
        id,
        userId: user.id,
        email: read.data.email,
        emailKey,
        tokenHash: hashToken(token),
        tokenSealed: seal(ctx.secretKeys, emailChangePurpose(id), token),
        expiresAt: later(now, lifeMs),
        createdAt: now,
      },
      select: { id: true },
    });
    await emailChangeMailing.write(tx, after, { emailChangeId: id }, now);
    await recordAudit(tx, ctx, {
      action: "email-change-requested",
      subject: { kind: "user", id: user.id, name: user.username },
      before: { email: user.email },
      after: { email: read.data.email },
    });
  });
}
