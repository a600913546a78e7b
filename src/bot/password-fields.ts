import type { InputBlock, KnownBlock } from "@slack/types";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import { selectField } from "./fields.ts";
import { plain } from "./plain-text.ts";

export const showPasswordAction = "show-temporary-password";

/** How a User comes by a password. None is ever typed into Slack. */
export function passwordField(): InputBlock {
  return selectField({
    id: "password",
    label: "Password",
    choices: [
      { value: "link", text: "Mail a link to set one", description: "Good once, for seven days." },
      {
        value: "temporary",
        text: "Temporary password",
        description: "Shown once, to you alone; to be changed at the first sign-in.",
      },
    ],
    chosen: "link",
  });
}

/** A button that carries the Request's id alone: the password is made when it is pressed. */
export function showPasswordBlocks(requestId: string, markup: string): KnownBlock[] {
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

export const temporaryHint = (username: string): string =>
  escapeMrkdwn(
    `When its card says so, show the temporary password here, or with /cyclr user ${username}: once, within a day.`,
  );
