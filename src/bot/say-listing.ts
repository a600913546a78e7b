import type { Call } from "./command.ts";
import { type Listing, listText, messageBlocks } from "./listing.ts";

/** Answers with the first page, and with the button that opens the search. */
export async function sayListing(
  { context, say }: Pick<Call, "context" | "say">,
  listing: Listing,
  args: string[],
): Promise<void> {
  const page = await listing.load(await context(), args, undefined);
  await say(listText(page), messageBlocks(listing, args, page));
}
