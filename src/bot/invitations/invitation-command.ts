import { findPendingInvitation, invitationWords } from "../../core/invitations/find-invitation.ts";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { accountArg } from "../accounts/delete-account.ts";
import type { Command, Form } from "../slack/command.ts";
import { checkForm, emailField } from "../slack/fields.ts";
import { looksLikeAddress } from "../slack/read-line.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { tidy } from "../slack/words.ts";

/** One e-mail address: typed, in brackets behind a name, or of who is mentioned. */
export const emailArg = {
  name: "email",
  usage: "<e-mail>",
  fits: looksLikeAddress,
  tells: looksLikeAddress,
  find: async (ctx, words) => tidy(await typedAddress(ctx, words)),
  block: async (ctx, typed) =>
    emailField({ id: "email", label: "E-mail", value: typed && tidy(await typedAddress(ctx, typed)) }),
} satisfies Arg;

interface InvitationCommand extends Pick<Command, "name" | "summary" | "example" | "grantsAdministrator"> {
  title: string;
  kind: RequestKind<{ invitationId: string }>;
}

/** A command on the Invitation of one address to one Account, whole on one line or by its form. */
export function invitationCommand({ kind, ...texts }: InvitationCommand): Command & { forms: [Form] } {
  return requestCommand({
    ...texts,
    area: "Invitations",
    request: kind,
    args: [emailArg, { ...accountArg, keyword: "to" }],
    async input(ctx, { email = "", ...values }) {
      const { id } = await findPendingInvitation(ctx, checkForm(invitationWords, { ...values, email }));
      return { invitationId: id };
    },
  });
}

export const revokeInvitation = invitationCommand({
  name: "revoke-invitation",
  title: "Revoke an invitation",
  summary: "end an invitation that nobody has used; its link is dead",
  example: "pat@cedar.example to cedar",
  kind: revokeInvitationRequest,
});

export const resendInvitation = invitationCommand({
  name: "resend-invitation",
  title: "Resend an invitation",
  summary: "mail a new link, good for seven days; the earlier one is dead",
  example: "pat@cedar.example to cedar",
  kind: resendInvitationRequest,
  grantsAdministrator: "sometimes",
});
