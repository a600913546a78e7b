import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/chat/mrkdwn.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import { lookUpMarketplace } from "../../core/marketplaces/list-marketplaces.ts";
import { marketplaceDetailWords } from "../../core/marketplaces/marketplace-words.ts";
import type { Call, Command } from "../command.ts";
import { listBlocks, listText } from "../listing.ts";
import { marketplacesListing } from "../marketplaces-listing.ts";
import { takeOption } from "../phrase.ts";
import { plain } from "../plain-text.ts";
import { submitting } from "../submitting.ts";
import { editMarketplace } from "./edit-marketplace.ts";
import { changeOf, changeUsage } from "./edit-marketplace-words.ts";

export const editMarketplaceAction = "edit-marketplace-cards";

export const marketplaces: Command = {
  name: "marketplaces",
  area: "Marketplaces",
  summary: "list Marketplaces, show one with its cards, and change them as edit-marketplace does",
  needs: "marketplaces:view",
  usage: ["", "<Marketplace: number or name>", ...changeUsage],
  example: "1",

  async run(call) {
    if (call.words.length === 0) {
      const page = await marketplacesListing.load(await call.context(), [], undefined);
      return call.say(listText(page), listBlocks(marketplacesListing, [], page));
    }
    if (changeOf(call.words)) return change(call);
    await show(call);
  },
};

/** As edit-marketplace, with its permission and its --plan. */
function change(call: Call): Promise<void> {
  const { given: planOnly, rest: words } = takeOption(call.words, "--plan");
  return editMarketplace.run({ ...call, words, planOnly, submit: submitting({ ...call, planOnly }) });
}

async function show({ words, context, say }: Call): Promise<void> {
  const ctx = await context();
  const details = await lookUpMarketplace(ctx, words.map(({ text }) => text).join(" "));
  const markup = shortenMarkup(escapeMrkdwn(marketplaceDetailWords(details).join("\n")), 3000);
  const text: KnownBlock = { type: "section", text: { type: "mrkdwn", text: markup } };
  const edit: KnownBlock = {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: editMarketplaceAction,
        value: String(details.marketplace.id),
        text: plain("Edit"),
      },
    ],
  };
  await say(markup, allows(ctx.actor, "marketplaces:manage") ? [text, edit] : [text]);
}
