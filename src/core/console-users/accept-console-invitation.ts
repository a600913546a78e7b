import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleInvitation, ConsoleUser } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { dropVotesOf } from "../requests/approvals.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import { invalidateWaiting } from "../requests/invalidate-waiting.ts";
import { hashPassword } from "../secrets/password.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../secrets/password-pair.ts";
import { passwordFault } from "../secrets/password-fault.ts";
import { personName } from "../text/person-name.ts";
import { accessOf } from "./access.ts";
import { unlinked } from "./chat-link.ts";
import { nameOf } from "./console-user-name.ts";
import { findConsoleInvitation } from "./find-console-invitation.ts";
import { accessWords } from "./permission-words.ts";
import { lockConsoleUsers } from "./require-access-change.ts";

export const acceptConsoleInvitationForm = z
  .object({
    firstName: personName,
    lastName: personName,
    ...passwordPair,
  })
  .refine(samePasswords, passwordsDiffer);

export type AcceptConsoleInvitationForm = z.infer<typeof acceptConsoleInvitationForm>;

/**
 * Uses an invitation up, once: the Console User exists afterwards, with what was given. Somebody who was removed before
 * is one again. Throws not-found (forged), expired (used, withdrawn), conflict (a Console User by now), invalid.
 */
export async function acceptConsoleInvitation(
  ctx: Context<Invitee>,
  { token, form }: { token: string; form: AcceptConsoleInvitationForm },
): Promise<ConsoleUser> {
  const { invitation } = await requireOpen(ctx, token);
  const names = checked(invitation, form);
  const passwordHash = await hashPassword(form.password);
  const user = await transact(ctx, async (tx, after) => {
    await lockConsoleUsers(tx);
    await requireOpen({ ...ctx, db: tx }, token);
    const now = ctx.clock();
    await tx.consoleInvitation.update({
      where: { id: invitation.id },
      data: { acceptedAt: now, tokenSealed: null },
    });
    const { user, restored } = await join(tx, invitation, { ...names, passwordHash });
    if (invitation.requestId) await invalidateCard(tx, after, invitation.requestId, now);
    await recordAudit(tx, ctx, {
      action: restored ? "console-user-restored" : "console-user-created",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      ...(invitation.requestId && { requestId: invitation.requestId }),
      after: { access: accessWords(accessOf(user)), email: user.email, by: "invitation" },
    });
    return user;
  });
  await invalidateWaiting(ctx);
  return user;
}

async function requireOpen(reading: Parameters<typeof findConsoleInvitation>[0], token: string) {
  const found = await findConsoleInvitation(reading, token);
  if (!found) throw new DomainError("not-found", "This link is not one of ours.");
  if (found.state === "known") throw new DomainError("conflict", "This address is a Console User already.");
  if (found.state !== "open") throw new DomainError("expired", `This invitation is ${found.state}.`);
  return found;
}

function checked({ email }: ConsoleInvitation, form: AcceptConsoleInvitationForm) {
  const read = acceptConsoleInvitationForm.safeParse(form);
  const [issue] = read.error?.issues ?? [];
  if (issue) throw new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  const fault = passwordFault(form.password, [email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const { firstName, lastName } = read.data ?? form;
  return { firstName, lastName };
}

// Looked at under the lock: nobody with this address is a Console User now.
async function join(
  tx: Transaction,
  invitation: ConsoleInvitation,
  chosen: Pick<ConsoleUser, "firstName" | "lastName"> & { passwordHash: string },
): Promise<{ user: ConsoleUser; restored: boolean }> {
  const { email, emailKey } = invitation;
  const data = { ...chosen, ...accessOf(invitation), email, ...unlinked, removedAt: null, frozenAt: null };
  const [user] = await tx.consoleUser.updateManyAndReturn({
    where: { emailKey, removedAt: { not: null } },
    data,
  });
  if (user) await dropVotesOf(tx, user.id);
  if (user) return { user, restored: true };
  return { user: await tx.consoleUser.create({ data: { ...data, emailKey } }), restored: false };
}
