import { enterValuesAction } from "../../core/marketplaces/deploy-request-card.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import type { Action } from "../action.ts";
import { valueLinkMessage } from "../value-link-message.ts";

export const enterValues: Action = {
  name: enterValuesAction,
  async run({ value, context, say }) {
    await say(valueLinkMessage(await issueValueLink(await context(), value)));
  },
};
