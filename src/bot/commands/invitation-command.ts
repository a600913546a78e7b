import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { findPendingInvitation, invitationWords } from "../../core/invitations/find-pending-invitation.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { emailField } from "../fields.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

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
