import { z } from "zod";
import type { Action } from "../action.ts";
import { listBlocks, listText, messageBlocks, nextPageAction } from "../listing.ts";
import { listings } from "../listings.ts";

const pageValue = z.tuple([z.string(), z.array(z.string()), z.string()]);

export const nextPage: Action = {
  name: nextPageAction,
  async run({ value, context, replace, modal }) {
    const [name, args, after] = pageValue.parse(JSON.parse(value));
    const listing = listings.find((one) => one.name === name);
    if (!listing) return replace("This list is of an earlier version. Send the command once more.");
    const page = await listing.load(await context(), args, after);
    const blocks = modal ? listBlocks : messageBlocks;
    await replace(listText(page), blocks(listing, args, page));
  },
};
