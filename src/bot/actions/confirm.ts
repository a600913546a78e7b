import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { confirmRequest, withdrawDraft } from "../../core/requests/confirm-request.ts";
import { confirmedWords } from "../../core/requests/submitted-words.ts";
import type { Action } from "../action.ts";
import { confirmAction, withdrawAction } from "../confirmation.ts";

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
