import { z } from "zod";
import { accountLabel } from "../core/accounts/account-name.ts";
import { escapeMrkdwn, mrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { cycleEventWords, notificationWords } from "../core/cycles/cycle-event-words.ts";
import { type ListedCycleEvent, listCycleEvents } from "../core/cycles/list-cycle-events.ts";
import { isolate } from "../core/text/isolate.ts";
import { type Listing, rowsAtOnce } from "./listing.ts";
import { timeMarkup } from "./words-markup.ts";

const place = z.uuid();

/** What was done to an Account's Cycles, newest first; its argument is the Account. */
export const activityListing: Listing = {
  name: "activity",

  async load(ctx, [named = ""], after) {
    const before = after === undefined ? undefined : place.parse(after);
    const { account, events, next } = await listCycleEvents(ctx, {
      account: named,
      before,
      take: rowsAtOnce,
    });
    return {
      title: `Activity of ${isolate(accountLabel(account))}`,
      rows: events.map(row),
      none: mrkdwn`Nothing was installed, started or stopped in ${account.apiId} yet.`,
      next,
      hint: "Newest first. “Told” is what the notification URL has taken: `/cyclr settings` shows it.",
    };
  },
};

function row(event: ListedCycleEvent): string {
  const when = timeMarkup(event.createdAt, "{date_num} {time_secs}");
  return `• ${when} · ${escapeMrkdwn(shorten(`${cycleEventWords(event)} · ${notificationWords(event)}`, 800))}`;
}
