import type { KnownBlock, ModalView } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import type { Submitted } from "../../core/kernel/requests/submit-request.ts";
import {
  submittedWords,
  confirmedWords,
  confirmRequest,
  withdrawDraft,
} from "../../core/kernel/requests/confirm-request.ts";
import { plain } from "../slack/reopened-view.ts";
import { sentenceText } from "../slack/words-markup.ts";
import type { Action } from "../slack/action.ts";

export const confirmAction = "confirm-request";
export const withdrawAction = "withdraw-request";
export const confirmCallback = "confirm-request";

/** Asks whether a draft is meant, in a message to its requester alone. The buttons carry the request's id only. */
export function confirmationBlocks(submitted: Submitted): KnownBlock[] {
  const { requestId } = submitted;
  return [
    {
      type: "section",
      text: { type: "mrkdwn", text: shortenMarkup(escapeMrkdwn(submittedWords(submitted)), 3000) },
    },
    {
      type: "actions",
      elements: [
        { type: "button", action_id: confirmAction, value: requestId, style: "danger", text: plain("Do it") },
        { type: "button", action_id: withdrawAction, value: requestId, text: plain("Leave it") },
      ],
    },
  ];
}

/** The same as a modal that is sent to confirm. */
export function confirmationView(title: string, submitted: Submitted): ModalView {
  return {
    type: "modal",
    callback_id: confirmCallback,
    private_metadata: JSON.stringify({ requestId: submitted.requestId, what: submitted.plan.what }),
    title: plain(title),
    submit: plain("Do it"),
    close: plain("Leave it"),
    blocks: [{ type: "section", text: sentenceText(submittedWords(submitted)) }],
  };
}

export const confirm: Action = {
  name: confirmAction,
  async run({ value, context, replace }) {
    await replace(escapeMrkdwn(confirmedWords(await confirmRequest(await context(), value))));
  },
};

export const withdraw: Action = {
  name: withdrawAction,
  async run({ value, context, replace }) {
    await withdrawDraft(await context(), value);
    await replace("Left as it is. Nothing was changed.");
  },
};
