import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { cancelFailed } from "../../core/kernel/requests/failed-request.ts";
import { cancelledWords, retriedWords, retryRequest } from "../../core/kernel/requests/retry-request.ts";
import {
  cancelFailedAction,
  requestDetailsAction,
  retryRequestAction,
} from "../../core/kernel/requests/failure-note.ts";
import { requestDetails } from "../../core/requests/request-details.ts";
import type { Action } from "../slack/action.ts";
import { wordsMarkup } from "../slack/words-markup.ts";

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
