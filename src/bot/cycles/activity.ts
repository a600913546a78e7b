import { accountInput, loadAccount } from "../../core/kernel/levels/load-account.ts";
import { shorten, escapeMrkdwn, mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import {
  cycleActor,
  cycleChange,
  cycleEventWords,
  listCycleEvents,
  notificationWords,
  type ListedCycleEvent,
} from "../../core/cycles/record-cycle-event.ts";
import { accountField, namedAccount } from "../accounts/delete-account.ts";
import { filled } from "../slack/request-command.ts";
import { textOf } from "../slack/words.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { type Listing, rowsAtOnce, sayListing } from "../slack/listing.ts";
import { plain } from "../slack/reopened-view.ts";
import { z } from "zod";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";
import { timeMarkup } from "../../core/kernel/text/mrkdwn.ts";

const place = z.uuid();

/** What was done to an Account's Cycles, newest first; its argument is the Account. */
export const activityListing: Listing = {
  name: "activity",

  async load(ctx, [named = ""], after, take = rowsAtOnce) {
    const before = after === undefined ? undefined : place.parse(after);
    const { account, events, next } = await listCycleEvents(ctx, {
      account: named,
      before,
      take,
    });
    return {
      title: `Activity of ${isolate(accountLabel(account))}`,
      rows: events.map(row),
      table: {
        columns: ["When", "Who", "What", "Cycle", "Notification"],
        rows: events.map((event) => [
          event.createdAt,
          cycleActor(event),
          cycleChange(event),
          event.cycleName,
          notificationWords(event),
        ]),
      },
      none: mrkdwn`Nothing was installed, started or stopped in ${account.apiId} yet.`,
      next,
      hint: "Newest first. “Told” means that the notification URL was notified. `/cyclr settings` shows that URL.",
    };
  },
};

function row(event: ListedCycleEvent): string {
  const when = timeMarkup(event.createdAt, "{date_num} {time_secs}");
  return `• ${when} · ${escapeMrkdwn(shorten(`${cycleEventWords(event)} · ${notificationWords(event)}`, 800))}`;
}

const name = "activity";
const needs = "accounts:view";
const inForm = 20;

const form: Form = {
  name,
  title: "Activity of an Account",

  async view(ctx, { account }) {
    await requirePermission(ctx, needs, name);
    const notices: string[] = [];
    const block = await filled(notices, account, (typed) => accountField(ctx, { typed }));
    return { submit: plain("Show"), blocks: [block], notices };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, needs, name);
    const { apiId } = await loadAccount(ctx.db, checkForm(accountInput, values).accountId);
    const { events, next } = await listCycleEvents(ctx, { account: apiId, before: undefined, take: inForm });
    if (events.length === 0) return "Nothing was installed, started or stopped there yet.";
    const lines = events.map((event) => `• ${shorten(cycleEventWords(event), 120)}`);
    return [...lines, next ? `More: /cyclr activity ${apiId}` : ""].filter(Boolean).join("\n");
  },
};

export const activity: Command = {
  name,
  area: "Accounts",
  summary: "which templates were installed, which cycles started and stopped, by whom",
  needs,
  usage: ["", "<Account: API ID or name>"],
  example: "harbour",
  forms: [form],
  read: (words) => ({ typed: { account: textOf(words) }, doubts: [] }),

  async run({ words, context, say, openForm }) {
    if (words.length === 0) return openForm(form);
    const ctx = await context();
    await requirePermission(ctx, needs, name);
    const args = [(await namedAccount(ctx, textOf(words))).apiId];
    await sayListing({ context: async () => ctx, say }, activityListing, args);
  },
};
