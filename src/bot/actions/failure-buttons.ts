import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { cancelFailed } from "../../core/requests/cancel-failed.ts";
import { cancelledWords, retriedWords } from "../../core/requests/decision-words.ts";
import {
  cancelFailedAction,
  requestDetailsAction,
  retryRequestAction,
} from "../../core/requests/failure-note.ts";
import { requestDetails } from "../../core/requests/request-details.ts";
import { retryRequest } from "../../core/requests/retry-request.ts";
import type { Action } from "../action.ts";
import { wordsMarkup } from "../words-markup.ts";

export const retryFailedRequest: Action = {
  name: retryRequestAction,
  async run({ value, context, say }) {
    await say(escapeMrkdwn(retriedWords(await retryRequest(await context(), value))));
  },
};

export const cancelFailedRequest: Action = {
  name: cancelFailedAction,
  async run({ value, context, say }) {
    await cancelFailed(await context(), value);
    await say(escapeMrkdwn(cancelledWords));
  },
};

export const showDetails: Action = {
  name: requestDetailsAction,
  async run({ value, context, say }) {
    const [title = [], ...lines] = await requestDetails(await context(), value);
    await say([`*${wordsMarkup(title)}*`, ...lines.map(wordsMarkup)].join("\n"));
  },
};
