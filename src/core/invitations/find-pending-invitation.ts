import { z } from "zod";
import { accountLabel } from "../accounts/account-name.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Invitation } from "../generated/prisma/client.ts";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { openInvitation } from "./open-invitation.ts";

export const invitationWords = z.object({ accountId: z.uuid("Choose an Account."), email });

/** The Invitation of one address to one Account: the open one, else the latest. Throws not-found. */
export async function findPendingInvitation(
  { db }: App,
  { accountId, email }: z.infer<typeof invitationWords>,
): Promise<Invitation> {
  const emailKey = addressKey(email);
  const found =
    (await openInvitation(db, accountId, emailKey)) ??
    (await db.invitation.findFirst({ where: { accountId, emailKey }, orderBy: { id: "desc" } }));
  if (found) return found;
  const account = await db.account.findUnique({ where: { id: accountId } });
  const where = account ? accountLabel(account) : "an Account that was deleted";
  throw new DomainError(
    "not-found",
    `Nobody has invited ${email} to ${where}. /cyclr invitations lists who was.`,
    "email",
  );
}
