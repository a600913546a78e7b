import { mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { showSignInLinkAction } from "../../core/marketplaces/deploy-request-card.ts";
import { showSignInLink } from "../../core/marketplaces/deploy-request.ts";
import type { Action } from "../slack/action.ts";

export const showLink: Action = {
  name: showSignInLinkAction,
  async run({ value, context, whisper }) {
    const { url, username, account } = await showSignInLink(await context(), value);
    const lead = mrkdwn`Signs its bearer in as ${username} on ${account}, once, within five minutes:`;
    await whisper(
      `${lead}\n<${url.replaceAll("&", "&amp;")}>\nOnly you see it. Pass it on safely, or not at all.`,
    );
  },
};
