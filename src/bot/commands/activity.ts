import { accountInput, loadAccount } from "../../core/accounts/load-account.ts";
import { shorten } from "../../core/chat/mrkdwn.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { cycleEventWords } from "../../core/cycles/cycle-event-words.ts";
import { listCycleEvents } from "../../core/cycles/list-cycle-events.ts";
import { accountField } from "../account-field.ts";
import { activityListing } from "../activity-listing.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { listBlocks, listText } from "../listing.ts";
import { plain } from "../plain-text.ts";

const name = "activity";
const needs = "accounts:view";
const inForm = 20;

const form: Form = {
  name,
  title: "Activity of an Account",

  async view(ctx) {
    await requirePermission(ctx, needs, name);
    return { submit: plain("Show"), blocks: [await accountField(ctx)] };
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

  async run({ words, context, say, openForm }) {
    if (words.length === 0) return openForm(form);
    const args = [shorten(words.map(({ text }) => text).join(" "), 300)];
    const page = await activityListing.load(await context(), args, undefined);
    await say(listText(page), listBlocks(activityListing, args, page));
  },
};
