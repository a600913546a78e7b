import { z } from "zod";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { changeAtLevel, requireLevel } from "../memberships/require-level.ts";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { inviteOrAdd } from "./apply-invitation.ts";
import { invitationMailing } from "./invitation-mailing.ts";
import type { InviteUserInput } from "./invite-user-input.ts";
import { membershipMailing } from "./membership-mailing.ts";
import { refuseInvitation } from "./plan-invitation.ts";

export const ownInvitationForm = z.object({ email, asAdministrator: z.boolean() });
export type OwnInvitationForm = z.infer<typeof ownInvitationForm>;

/**
 * Invites somebody to an Account that the actor is Administrator of, or, where the address has a user, makes that one a
 * member at once; a mail says so. Throws not-found, forbidden, invalid, conflict.
 */
export async function inviteToOwnAccount(
  ctx: Context<AccountUserActor>,
  accountId: string,
  form: OwnInvitationForm,
): Promise<"invited" | "added"> {
  const asked = { accountId, needs: "Administrator", for: "invitation" } as const;
  const { account } = await requireLevel(ctx, asked);
  const read = ownInvitationForm.safeParse(form);
  const [issue] = read.error?.issues ?? [];
  if (!read.data) throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
  const input: InviteUserInput = { ...read.data, accountId };
  await refuseInvitation(ctx, account, { ...input, emailKey: addressKey(input.email) });
  return changeAtLevel(ctx, asked, async (tx, _own, after) => {
    const { outcome, invitationId } = await inviteOrAdd(ctx, tx, null, input);
    if (outcome === "invited" && invitationId)
      await invitationMailing.write(tx, after, { invitationId }, ctx.clock());
    else if (outcome === "added") await membershipMailing.write(tx, after, input, ctx.clock());
    else throw faster();
    return outcome;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? faster() : error;
  });
}

function faster(): DomainError {
  return new DomainError("conflict", "Somebody has just invited this address. Nothing was added.", "email");
}
