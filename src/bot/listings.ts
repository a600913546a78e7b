import type { Listing } from "./listing.ts";

/** Every list with a "Next page" button. */
export const listings: Listing[] = [];
