import { z } from "zod";
import { accountLabel } from "../accounts/account-name.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { levelAt, levelOf } from "../memberships/level.ts";
import { type Place, type Submitted, submitRequest } from "../requests/submit-request.ts";
import { email } from "../text/email.ts";
import { fold } from "../text/fold.ts";
import { isOpen, openInvitation } from "./open-invitation.ts";
import { inviteUserRequest } from "./invite-user-request.ts";

export const inviteUserForm = z.object({
  accountId: z.uuid("Choose an Account."),
  email,
  asAdministrator: z.boolean(),
});

export interface Invited extends Submitted {
  account: Account;
  email: string;
  asAdministrator: boolean;
}

/** Asks for an invitation to an Account. Refuses what the job could only refuse as well. */
export async function inviteUser(
  ctx: Context<ConsoleUserActor>,
  form: z.infer<typeof inviteUserForm>,
  place: Place,
): Promise<Invited> {
  await requirePermission(ctx, inviteUserRequest.needs, "invite");
  const account = await ctx.db.account.findUnique({ where: { id: form.accountId } });
  if (!account)
    throw new DomainError("not-found", "This Account no longer exists. Choose another.", "accountId");
  const emailKey = fold(form.email);
  await refuseMember(ctx, account, emailKey, form.asAdministrator);
  await refuseOpenInvitation(ctx, account, emailKey);
  const submitted = await submitRequest(ctx, inviteUserRequest, {
    input: form,
    accountId: account.id,
    openKey: `invite-user:${account.id}:${emailKey}`,
    place,
  });
  return { ...submitted, account, email: form.email, asAdministrator: form.asAdministrator };
}

async function refuseMember(ctx: Context, account: Account, emailKey: string, asAdministrator: boolean) {
  const membership = await ctx.db.membership.findFirst({
    where: { accountId: account.id, user: { emailKey } },
    include: { grants: true, user: true },
  });
  if (!membership) return;
  const has = levelAt(membership.grants, ctx.clock());
  const wanted = levelOf(asAdministrator);
  const next =
    has === wanted ? "Nothing was changed." : `Nothing was changed: an invitation does not change a level.`;
  const who = `${membership.user.email} is already a member of ${accountLabel(account)}, with the level ${has}.`;
  throw new DomainError("conflict", `${who} ${next}`, "email");
}

async function refuseOpenInvitation(ctx: Context, account: Account, emailKey: string) {
  const open = await openInvitation(ctx.db, account.id, emailKey);
  if (!open || !isOpen(open, ctx.clock()) || !open.mailHandedOverAt) return;
  const until = open.expiresAt.toISOString().slice(0, 10);
  throw new DomainError(
    "conflict",
    `${open.email} already has an open invitation to ${accountLabel(account)}, good until ${until}. Nothing was changed.`,
    "email",
  );
}
