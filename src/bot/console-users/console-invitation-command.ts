import {
  consoleInvitationWords,
  findPendingConsoleInvitation,
  revokeConsoleInvitationRequest,
} from "../../core/console-users/revoke-console-invitation.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { DefinedRequest } from "../../core/kernel/requests/define-request.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm, emailField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";
import { resendConsoleInvitationRequest } from "../../core/console-users/resend-console-invitation.ts";
import { resendConsoleAction, revokeConsoleAction } from "./console-users-list.ts";
import { invitationButton } from "../invitations/invitation-list.ts";

interface ConsoleInvitationCommand extends Pick<Command, "name" | "summary" | "example"> {
  title: string;
  kind: DefinedRequest<{ invitationId: string }>;
}

/** A command on the invitation of one address to the Console, whole on one line or by its form. */
export function consoleInvitationCommand({ title, kind, ...texts }: ConsoleInvitationCommand): Command {
  const form: Form = {
    name: texts.name,
    title,
    async view(ctx, { email }) {
      await requirePermission(ctx, kind.needs, texts.name);
      return {
        submit: plain("Continue"),
        blocks: [
          emailField({
            id: "email",
            label: "E-mail",
            hint: "Whom the invitation was mailed to.",
            value: email,
          }),
        ],
      };
    },
    async submit(ctx, { email = "" }, place) {
      await requirePermission(ctx, kind.needs, texts.name);
      const words = checkForm(consoleInvitationWords, { email });
      const { id } = await findPendingConsoleInvitation(ctx, words.email);
      return submitRequest(ctx, kind, { invitationId: id }, place);
    },
  };
  return {
    ...texts,
    area: "Console Users",
    needs: kind.needs,
    usage: ["", "<e-mail>"],
    changes: true,
    forms: [form],
    async run(call) {
      const { email } = readPhrase(call.words, { head: "email" });
      if (!email) return call.openForm(form);
      const ctx = await call.context();
      // Before anything is looked up, so that addresses are told to nobody who may not know them.
      await requirePermission(ctx, kind.needs, texts.name);
      const words = checkForm(consoleInvitationWords, { email });
      const { id } = await findPendingConsoleInvitation(ctx, words.email);
      await call.submit(kind, { invitationId: id });
    },
  };
}

export const resendConsoleInvitation = consoleInvitationCommand({
  name: "resend-console-invitation",
  title: "Resend to the Console",
  summary: "mail a new link to the Console, good for seven days; the earlier one is dead",
  example: "sam@northwind.example",
  kind: resendConsoleInvitationRequest,
});

export const resendConsoleButton = invitationButton(resendConsoleAction, resendConsoleInvitationRequest);
export const revokeConsoleButton = invitationButton(revokeConsoleAction, revokeConsoleInvitationRequest);

export const revokeConsoleInvitation = consoleInvitationCommand({
  name: "revoke-console-invitation",
  title: "Revoke to the Console",
  summary: "end an invitation to the Console that nobody has used; its link is dead",
  example: "sam@northwind.example",
  kind: revokeConsoleInvitationRequest,
});
