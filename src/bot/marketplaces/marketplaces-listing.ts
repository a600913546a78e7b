import { z } from "zod";
import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { listMarketplaces, type MarketplaceRow } from "../../core/marketplaces/find-marketplace.ts";
import { marketplaceLabel } from "../../core/marketplaces/deploy-request-card.ts";
import { counted } from "../../core/kernel/text/counted.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";
import { type Listing, rowsAtOnce } from "../slack/listing.ts";

const place = z.coerce.number().int();

/** Marketplaces by number. */
export const marketplacesListing: Listing = {
  name: "marketplaces",

  async load(ctx, _args, after) {
    const from = after === undefined ? undefined : place.parse(after);
    const { rows, next } = await listMarketplaces(ctx, { after: from, take: rowsAtOnce });
    return {
      title: "Marketplaces",
      rows: rows.map(row),
      none: "There is no Marketplace yet. Make the first with `/cyclr marketplaces create &lt;name&gt;`.",
      next: next === undefined ? undefined : String(next),
      hint: "`/cyclr marketplaces &lt;number&gt;` shows one with its cards, `/cyclr marketplace &lt;number&gt;` deploys it.",
    };
  },
};

function row({ marketplace, cards, deployments }: MarketplaceRow): string {
  const label = isolate(shorten(marketplaceLabel(marketplace), 120));
  const words = [label, counted(cards, "card"), counted(deployments, "deployment")];
  return `• ${escapeMrkdwn(words.join(" · "))}`;
}
