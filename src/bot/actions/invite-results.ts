import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { retryInvitesAction, showResultsAction } from "../../core/invitations/invite-users-card.ts";
import { retryInvites } from "../../core/invitations/retry-invites.ts";
import { onItsWayWords } from "../../core/requests/submitted-words.ts";
import type { Action } from "../action.ts";
import { withSearch } from "../listing.ts";
import { resultsSearch, showInviteResults } from "../invite-results.ts";

export const showResults: Action = {
  name: showResultsAction,
  async run({ value, context, say, modal }) {
    const [text, blocks] = await showInviteResults(await context(), { requestId: value });
    await say(text, modal ? blocks : withSearch(blocks, resultsSearch));
  },
};

export const retryFailed: Action = {
  name: retryInvitesAction,
  async run({ value, context, say }) {
    const { count, ...retried } = await retryInvites(await context(), value);
    await say(escapeMrkdwn(onItsWayWords(`${count} once more`, retried)));
  },
};
