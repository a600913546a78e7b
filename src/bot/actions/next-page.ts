import { z } from "zod";
import type { Action } from "../action.ts";
import { listBlocks, listText, nextPageAction } from "../listing.ts";
import { listings } from "../listings.ts";

const pageValue = z.tuple([z.string(), z.array(z.string()), z.string()]);

export const nextPage: Action = {
  name: nextPageAction,
  async run({ value, context, replace }) {
    const [name, args, after] = pageValue.parse(JSON.parse(value));
    const listing = listings.find((one) => one.name === name);
    if (!listing) return replace("This list is of an earlier version. Send the command once more.");
    const page = await listing.load(await context(), args, after);
    await replace(listText(page), listBlocks(listing, args, page));
  },
};
