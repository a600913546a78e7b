import { enterValuesAction } from "../../core/marketplaces/deploy-request-card.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import type { Action } from "../slack/action.ts";
import { timeMarkup } from "../../core/kernel/text/mrkdwn.ts";

export const enterValues: Action = {
  name: enterValuesAction,
  async run({ value, context, whisper }) {
    await whisper(valueLinkMessage(await issueValueLink(await context(), value)));
  },
};

/** The link to the page that takes values, for its requester alone. */
export function valueLinkMessage({ url, expiresAt }: { url: string; expiresAt: Date }): string {
  return [
    `<${url}|Enter the values on this page>, never in Slack.`,
    `The link is only for you and works once, until ${timeMarkup(expiresAt)}. Press the button on the card to get another.`,
  ].join("\n");
}
