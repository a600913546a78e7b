import { z } from "zod";
import { escapeMrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { listUserAccounts } from "../core/memberships/list-user-accounts.ts";
import { userAccountWords } from "../core/memberships/membership-words.ts";
import { zoneOf } from "../core/time/time-zone.ts";
import { type Listing, rowsAtOnce } from "./listing.ts";

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
      rows: rows.map((row) => `• ${escapeMrkdwn(shorten(userAccountWords(row, zoneOf(ctx.actor)), 1000))}`),
      none: "No Account yet.",
      next: next && JSON.stringify([next.nameKey, next.id]),
    };
  },
};
