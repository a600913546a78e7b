import {
  consoleInvitationWords,
  findPendingConsoleInvitation,
  revokeConsoleInvitationRequest,
} from "../../core/console-users/revoke-console-invitation.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { checkForm, emailField } from "../slack/fields.ts";
import type { FormValues } from "../slack/command.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import { resendConsoleInvitationRequest } from "../../core/console-users/resend-console-invitation.ts";
import { resendConsoleAction, revokeConsoleAction } from "./console-users-list.ts";
import { emailArg } from "../invitations/invitation-command.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { tidy } from "../slack/words.ts";
import { invitationButton } from "../invitations/invitation-list.ts";

/** On the invitation of one address to the Console. */
const common = {
  area: "Console Users" as const,
  example: "sam@northwind.example",
  args: [
    {
      ...emailArg,
      block: async (ctx, typed) =>
        emailField({
          id: "email",
          label: "E-mail",
          hint: "The address that the invitation was mailed to.",
          value: typed && tidy(await typedAddress(ctx, typed)),
        }),
    } satisfies Arg,
  ],
  async input(ctx: Context<ConsoleUserActor>, { email = "" }: FormValues) {
    const words = checkForm(consoleInvitationWords, { email });
    return { invitationId: (await findPendingConsoleInvitation(ctx, words.email)).id };
  },
};

export const resendConsoleInvitation = requestCommand({
  ...common,
  name: "resend-console-invitation",
  title: "Resend Console invite",
  summary: "mail a new link to the Console, good for seven days; the earlier one is dead",
  request: resendConsoleInvitationRequest,
});

export const revokeConsoleInvitation = requestCommand({
  ...common,
  name: "revoke-console-invitation",
  title: "Revoke Console invite",
  summary: "end an invitation to the Console that nobody has used; its link is dead",
  request: revokeConsoleInvitationRequest,
});

export const resendConsoleButton = invitationButton(resendConsoleAction, resendConsoleInvitationRequest);
export const revokeConsoleButton = invitationButton(revokeConsoleAction, revokeConsoleInvitationRequest);
