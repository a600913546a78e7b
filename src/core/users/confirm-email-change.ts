import { recordAudit } from "../audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import { DomainError } from "../errors.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { findEmailChange, type FoundEmailChange } from "./find-email-change.ts";
import { isFreeAddress } from "./is-free-address.ts";
import { noticeMailing } from "./notice-mailing.ts";

/**
 * Uses a link up, once: its User has the new e-mail afterwards, links mailed to the old one are dead, and the old one is
 * told. Throws not-found (forged, or replaced), expired (or used), conflict (another User's by now).
 */
export async function confirmEmailChange(ctx: Context<Invitee>, token: string): Promise<void> {
  const found = await findEmailChange(ctx, token);
  if (!found) throw new DomainError("not-found", "This link is not one of ours.");
  if (found.state !== "open") throw new DomainError("expired", `This link is ${found.state}.`);
  await change(ctx, found.change).catch((error: unknown) => {
    throw isUniqueViolation(error) ? taken() : error;
  });
}

function change(ctx: Context<Invitee>, found: FoundEmailChange["change"]) {
  const { id, tokenHash, userId, email, emailKey, user } = found;
  const now = ctx.clock();
  const moved = emailKey !== user.emailKey;
  return transact(ctx, async (tx, after) => {
    const { count } = await tx.emailChange.updateMany({
      where: { id, tokenHash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now, tokenSealed: null },
    });
    if (count === 0) throw new DomainError("expired", "This link was used, or ended, a moment ago.");
    if (!(await isFreeAddress(tx, { email, userId }))) throw taken();
    // The password was set before anybody was known to read mail there: it says nothing of this mailbox.
    const data = { email, emailKey, emailConfirmedAt: now, ...(moved && { ownPasswordAt: null }) };
    await tx.user.update({ where: { id: userId }, data, select: { id: true } });
    await tx.passwordLink.deleteMany({ where: { userId, usedAt: null } });
    const notice = { notice: "email-changed", username: user.username } as const;
    if (user.email && moved) await noticeMailing.write(tx, after, { ...notice, to: user.email }, now);
    await recordAudit(tx, ctx, {
      action: "email-changed",
      subject: { kind: "user", id: userId, name: user.username },
      before: { email: user.email },
      after: { email },
    });
  });
}

function taken(): DomainError {
  return new DomainError("conflict", "This address belongs to another user by now. Nothing was changed.");
}
