import type { Command } from "../slack/command.ts";
import { resultsSearch, showInviteResults } from "./invite-results.ts";
import { withSearch, listingForm, textIn } from "../slack/listing.ts";
import { takeOption } from "../slack/options.ts";
import { textOf, tidy } from "../slack/words.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { inviteUsersInput } from "../../core/invitations/read-address-file.ts";
import {
  type BulkInvitation,
  latestBulkInvitations,
} from "../../core/invitations/latest-bulk-invitations.ts";
import { people } from "../../core/invitations/plan-bulk-invitation.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { momentWords } from "../../core/kernel/text/moment-words.ts";
import { type Choice, selectField, tickField } from "../slack/fields.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { retryInvitesAction, showResultsAction } from "../../core/invitations/invite-users-card.ts";
import { retryInvites } from "../../core/invitations/retry-invites.ts";
import { onItsWayWords } from "../../core/kernel/requests/confirm-request.ts";
import type { Action } from "../slack/action.ts";

export const showResults: Action = {
  name: showResultsAction,
  async run({ value, context, say, modal }) {
    const [text, blocks] = await showInviteResults(await context(), { requestId: value });
    await say(text, modal ? blocks : withSearch(blocks, resultsSearch));
  },
};

export const retryFailed: Action = {
  name: retryInvitesAction,
  async run({ value, context, say }) {
    const { count, ...retried } = await retryInvites(await context(), value);
    await say(escapeMrkdwn(onItsWayWords(`${count} once more`, retried)));
  },
};

const offeredAtMost = 50;

const inviteResultsForm = listingForm({
  name: "invite-results",
  title: "Results of invitations",
  needs: "users:view",
  button: "Show",
  async fields(ctx) {
    const choices = (await latestBulkInvitations(ctx, offeredAtMost)).map((one) =>
      choice(one, zoneOf(ctx, ctx.actor)),
    );
    const [latest] = choices;
    if (!latest)
      throw new DomainError(
        "not-found",
        "You have not sent a bulk invitation yet. Send one with /cyclr invite.",
      );
    return [
      selectField({ id: "requestId", label: "Of", choices, chosen: latest.value }),
      tickField({ id: "failed", label: "Which", tick: "Only those that failed" }),
    ];
  },
  async show(ctx, values) {
    const requestId = textIn(values, "requestId");
    if (!requestId) throw new DomainError("invalid", "Choose one.", "requestId");
    const which = values["failed"] ? "failed" : undefined;
    const [text, blocks] = await showInviteResults(ctx, { requestId, which });
    return { text, blocks };
  },
});

/** In an option Slack shows plain text alone, so the moment is in the reader's own zone. */
function choice({ id, input, account, createdAt, status }: BulkInvitation, zone: string): Choice {
  const { count } = inviteUsersInput.pick({ count: true }).parse(input);
  const where = account ? accountLabel(account) : "an Account that was deleted";
  return {
    value: id,
    text: `${people(count)} · ${momentWords(createdAt, zone)}`,
    description: `${status === "queued" ? "running" : status} · ${where}`,
  };
}

export const inviteResultsCommand: Command = {
  name: "invite-results",
  area: "Invitations",
  summary: "see the result for each address of a bulk invitation, and retry those that failed",
  needs: "users:view",
  usage: ["", "<number that its card shows>", "[number] --failed"],
  example: "",
  options: ["--failed"],
  forms: [inviteResultsForm],

  async run(call) {
    const { given, rest } = takeOption(call.words, "--failed");
    const ctx = await call.context();
    const [text, blocks] = await showInviteResults(ctx, {
      requestId: tidy(textOf(rest)).replace(/^#/u, "") || undefined,
      which: given ? "failed" : undefined,
    });
    await call.say(text, withSearch(blocks, resultsSearch));
  },
};
