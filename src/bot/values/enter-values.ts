import { enterValuesAction } from "../../core/marketplaces/deploy-request-card.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import type { Action } from "../slack/action.ts";
import { timeMarkup } from "../slack/words-markup.ts";

export const enterValues: Action = {
  name: enterValuesAction,
  async run({ value, context, say }) {
    await say(valueLinkMessage(await issueValueLink(await context(), value)));
  },
};

/** The link to the page that takes values, for its requester alone. */
export function valueLinkMessage({ url, expiresAt }: { url: string; expiresAt: Date }): string {
  return [
    `<${url}|Enter the values on this page>: they go there, never into Slack.`,
    `For you alone, good once, until ${timeMarkup(expiresAt)}. The button of the card gets you another.`,
  ].join("\n");
}
