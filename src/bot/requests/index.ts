import type { BotFeature } from "../slack/bot-feature.ts";
import { approve, cancel, deny, goOnAlone } from "./approval-buttons.ts";
import { confirm, withdraw } from "./confirmation.ts";
import { cancelFailedRequest, retryFailedRequest, showDetails } from "./failure-buttons.ts";
import { cancelLast, status, undoLast } from "./last-request.ts";
import { requests, requestsPages } from "./request-list.ts";

export const requestsBot: BotFeature = {
  commands: [requests, status, cancelLast, undoLast],
  actions: [
    confirm,
    withdraw,
    approve,
    deny,
    goOnAlone,
    cancel,
    retryFailedRequest,
    cancelFailedRequest,
    showDetails,
    ...requestsPages,
  ],
};
