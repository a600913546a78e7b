import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { findPendingInvitation, invitationWords } from "../../core/invitations/find-invitation.ts";
import type { DefinedRequest } from "../../core/kernel/requests/define-request.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField } from "../accounts/delete-account.ts";
import { checkForm, emailField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";

interface InvitationCommand extends Pick<Command, "name" | "summary" | "example" | "grantsAdministrator"> {
  title: string;
  kind: DefinedRequest<{ invitationId: string }>;
}

/** A command on the Invitation of one address to one Account, whole on one line or by its form. */
export function invitationCommand({ title, kind, ...texts }: InvitationCommand): Command {
  const form: Form = {
    name: texts.name,
    title,
    async view(ctx, { email }) {
      await requirePermission(ctx, kind.needs, texts.name);
      return {
        submit: plain("Continue"),
        blocks: [await accountField(ctx), emailField({ id: "email", label: "E-mail", value: email })],
      };
    },
    async submit(ctx, { email = "", ...values }, place) {
      await requirePermission(ctx, kind.needs, texts.name);
      const { id } = await findPendingInvitation(ctx, checkForm(invitationWords, { ...values, email }));
      return submitRequest(ctx, kind, { invitationId: id }, place);
    },
  };
  return {
    ...texts,
    area: "Invitations",
    needs: kind.needs,
    usage: ["", "<e-mail> to <Account: API ID or name>"],
    changes: true,
    forms: [form],
    async run(call) {
      const { email, account } = readPhrase(call.words, { head: "email", keywords: { to: "account" } });
      if (!email || !account) return call.openForm(form, email ? { email } : {});
      const ctx = await call.context();
      // Before anything is looked up, so that names are told to nobody who may not know them.
      await requirePermission(ctx, kind.needs, texts.name);
      const accountId = (await findAccount(ctx, account)).id;
      const { id } = await findPendingInvitation(ctx, checkForm(invitationWords, { accountId, email }));
      await call.submit(kind, { invitationId: id });
    },
  };
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
