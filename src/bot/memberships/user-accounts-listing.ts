import { z } from "zod";
import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { listUserAccounts, userAccountWords } from "../../core/memberships/list-account-users.ts";
import { type Listing, rowsAtOnce } from "../slack/listing.ts";

const place = z.tuple([z.string(), z.uuid()]);

/** A User's Accounts by name; its arguments are the User's id, and the user ID for the title. */
export const userAccountsListing: Listing = {
  name: "user-accounts",

  async load(ctx, [userId = "", username = ""], after) {
    const [nameKey, id] = after === undefined ? [] : place.parse(JSON.parse(after));
    const { rows, next } = await listUserAccounts(ctx, {
      userId,
      after: nameKey !== undefined && id !== undefined ? { nameKey, id } : undefined,
      take: rowsAtOnce,
    });
    return {
      title: `Accounts of ${username}`,
      rows: rows.map((row) => `• ${escapeMrkdwn(shorten(userAccountWords(row), 1000))}`),
      none: "No Account yet.",
      next: next && JSON.stringify([next.nameKey, next.id]),
    };
  },
};
