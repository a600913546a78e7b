import {
  consoleInvitationWords,
  findPendingConsoleInvitation,
} from "../../core/console-users/pending-console-invitation.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { emailField } from "../fields.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

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
