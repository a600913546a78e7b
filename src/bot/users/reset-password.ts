import { type Submitted, submitRequest } from "../../core/kernel/requests/submit-request.ts";
import {
  loadUser,
  resetPasswordInput,
  resetPasswordRequest,
  type PasswordWay,
} from "../../core/users/reset-password.ts";
import { checkForm, selectField } from "../slack/fields.ts";
import type { Call } from "../slack/command.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import { plain } from "../slack/reopened-view.ts";
import { userArg } from "./delete-user.ts";
import { escapeMrkdwn, mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { confirmationBlocks } from "../requests/confirmation.ts";
import type { InputBlock, KnownBlock } from "@slack/types";
import { showTemporaryPassword } from "../../core/users/show-temporary-password.ts";
import type { Action } from "../slack/action.ts";

const showPasswordAction = "show-temporary-password";

/** How a User comes by a password. None is ever typed into Slack. */
export function passwordField(chosen: string = "link"): InputBlock {
  return selectField({
    id: "password",
    label: "Password",
    choices: [
      { value: "link", text: "Mail a link to set one", description: "Works once, within seven days." },
      {
        value: "temporary",
        text: "Temporary password",
        description: "Shown once, to you alone; to be changed at the first sign-in.",
      },
    ],
    chosen,
  });
}

/** A button that carries the Request's id alone: the password is made when it is pressed. */
function showPasswordBlocks(requestId: string, markup: string): KnownBlock[] {
  return [
    { type: "section", text: { type: "mrkdwn", text: markup } },
    { type: "actions", elements: [showPasswordButton(requestId)] },
  ];
}

export function showPasswordButton(requestId: string) {
  return {
    type: "button" as const,
    action_id: showPasswordAction,
    value: requestId,
    text: plain("Show temporary password"),
  };
}

const temporaryHint = (username: string): string =>
  escapeMrkdwn(
    `When the card says so, press the button here or send /cyclr user ${username} within a day. You see the temporary password once.`,
  );

export const showPassword: Action = {
  name: showPasswordAction,
  async run({ value, context, whisper }) {
    const { username, password } = await showTemporaryPassword(await context(), value);
    const what = mrkdwn`The temporary password of ${username}: \`${password}\``;
    const next =
      "It is shown this once, to you alone. Pass it on safely; the first sign-in asks for another.";
    await whisper(`${what}\n${next}`);
  },
};

export const temporaryOption = { name: "--temporary", value: "temporary" };

/** How a User comes by a password, on the line as an option. */
export const passwordArg = {
  name: "password",
  option: temporaryOption,
  optional: true,
  block: (_, typed) => passwordField(typed),
} satisfies Arg;

/** What the sender of a form is told where the password can be shown later. */
export function passwordToShow(
  submitted: Submitted,
  password: PasswordWay,
  username: string,
): string | Submitted {
  if (submitted.needsConfirmation || submitted.repeated || password === "link") return submitted;
  return `When its card says so, send /cyclr user ${username}: it shows you the temporary password, once, within a day.`;
}

export const resetPassword = requestCommand({
  name: "reset-password",
  area: "Users",
  summary: "mail a user a link to set a new password, or get a temporary one",
  grantsAdministrator: "sometimes",
  usage: ["", "<user ID or e-mail>", "<user ID or e-mail> --temporary"],
  example: "hanna",
  title: "New password",
  request: resetPasswordRequest,
  args: [userArg, passwordArg],
  input: (_, { password = "link", ...values }) => checkForm(resetPasswordInput, { ...values, password }),
  async submitLine(call, input) {
    const { username } = await loadUser(call.app.db, input.userId);
    await submitForPassword(call, resetPasswordRequest, input, username);
  },
  async submitted(ctx, taken, input) {
    const { username } = await loadUser(ctx.db, input.userId);
    return passwordToShow(taken, input.password, username);
  },
});

/** Submits a Request that may end in a temporary password, and gives its requester the button that shows it. */
export async function submitForPassword<Input extends { password: PasswordWay }>(
  call: Call,
  kind: RequestKind<Input>,
  input: Input,
  username: string,
): Promise<void> {
  if (call.planOnly || input.password === "link") return call.submit(kind, input);
  call.understood();
  const submitted = await submitRequest(await call.context(), kind, input, call.place);
  const said = escapeMrkdwn(submittedWords(submitted));
  await call.say(said, submitted.needsConfirmation ? confirmationBlocks(submitted) : undefined);
  if (submitted.repeated) return;
  const hint = temporaryHint(username);
  await call.say(hint, showPasswordBlocks(submitted.requestId, hint));
}
